from odoo import fields, models
from odoo.tools import SQL


class DunningReminderFacts(models.Model):
    """A fingerprint of all that a message was decided from.

    Deciding again takes a dozen queries; seeing that no row it was decided from changed
    takes one.  Any change at all, even one that does not matter, has it decided again.
    """

    _inherit = "tpe.dunning.reminder"

    facts = fields.Char(
        readonly=True,
        copy=False,
        help="Versions of the rows its text was made from. Empty: no text is ready.",
    )

    def _facts_now(self):
        """``{reminder id: (fingerprint, state, fingerprint its text was made from)}``.

        Locks the messages: nobody changes one that is being looked at.
        """
        # The statement names no field: nothing else would flush for it.
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL(
                """
                WITH mine AS MATERIALIZED (
                    SELECT id, company_id, partner_id, released_by_id, state, facts,
                           channel, email_to
                      FROM tpe_dunning_reminder
                     WHERE id = ANY(%(ids)s)
                       FOR UPDATE
                ), person AS MATERIALIZED (
                    SELECT mine.id AS mine, mine.company_id, partner.id,
                           partner.email_normalized, %(partner)s AS version
                      FROM mine
                      JOIN res_partner partner
                        ON partner.commercial_partner_id = mine.partner_id
                ), line AS MATERIALIZED (
                    SELECT person.mine, line.move_id, %(line)s AS version
                      FROM person
                      JOIN account_move_line line
                        ON line.partner_id = person.id
                       AND line.company_id = person.company_id
                     WHERE line.reconciled IS NOT TRUE
                       AND line.parent_state = 'posted'
                       AND line.account_id IN (
                           SELECT id FROM account_account
                            WHERE account_type = 'asset_receivable')
                ), fact (mine, version) AS (%(facts)s)
                SELECT mine.id, md5(%(shared)s || string_agg(
                           fact.version, ' ' ORDER BY fact.version)),
                       mine.state, mine.facts
                  FROM mine
                  JOIN fact ON fact.mine = mine.id
              GROUP BY mine.id, mine.state, mine.facts
                """,
                ids=self.ids,
                partner=version("partner"),
                line=version("line"),
                facts=SQL(" UNION ALL ").join(self._facts()),
                shared=self._facts_shared(),
            )
        )
        return {reminder_id: tuple(facts) for reminder_id, *facts in rows}

    def _facts(self):
        """Statements of ``(message, version of a row it depends on)``.

        An addon that decides from other tables adds them here; ``mine``, ``person`` and
        ``line`` are the messages, the contacts of their customers, and what is open.
        """
        yield SQL("SELECT mine, version FROM person")
        yield SQL("SELECT mine, version FROM line")
        yield SQL("SELECT id, concat('released ', released_by_id) FROM mine")
        yield SQL(
            """SELECT mine.id, concat(%s, %s, day.today)
                 FROM mine
                 JOIN res_company company ON company.id = mine.company_id
                 JOIN res_partner home ON home.id = company.partner_id
           CROSS JOIN LATERAL (
                      SELECT (%s AT TIME ZONE 'UTC' AT TIME ZONE
                              COALESCE(home.tz, 'Europe/Paris'))::date AS today) day""",
            version("company"),
            version("home"),
            fields.Datetime.now(),
        )
        yield SQL(
            """SELECT line.mine, %s FROM line
                 JOIN account_move move ON move.id = line.move_id""",
            version("move"),
        )
        # What was said, or may have been said, to the same customer meanwhile.
        yield SQL(
            """SELECT mine.id, %s FROM mine
                 JOIN tpe_dunning_reminder other
                   ON other.partner_id = mine.partner_id
                  AND other.company_id = mine.company_id AND other.id <> mine.id""",
            version("other"),
        )
        yield SQL(
            """SELECT person.mine, %s FROM person
                 JOIN mail_blacklist refused
                   ON refused.email = person.email_normalized""",
            version("refused"),
        )
        yield SQL(
            """SELECT person.mine, %s FROM person
                 JOIN res_partner_res_partner_category_rel tag
                   ON tag.partner_id = person.id""",
            version("tag"),
        )
        # Money in the bank that names him, and is not matched yet.
        yield SQL(
            """SELECT person.mine, %s FROM person
                 JOIN account_bank_statement_line entry
                   ON entry.partner_id = person.id
                  AND entry.company_id = person.company_id
                  AND entry.is_reconciled IS NOT TRUE""",
            version("entry"),
        )
        for kind in ("promise", "dispute", "plan", "pause"):
            yield SQL(
                """SELECT person.mine, %s FROM person
                     JOIN %s agreement ON agreement.partner_id = person.id""",
                version("agreement"),
                SQL.identifier(f"tpe_dunning_{kind}"),
            )
        for kind in ("promise", "dispute", "plan"):
            yield SQL(
                """SELECT line.mine, %s FROM line
                     JOIN %s agreed ON agreed.move_id = line.move_id""",
                version("agreed"),
                SQL.identifier(f"tpe_dunning_{kind}_move_rel"),
            )
        yield SQL(
            """SELECT line.mine, %s FROM line
                 JOIN tpe_dunning_debit debit ON debit.move_id = line.move_id""",
            version("debit"),
        )
        yield SQL(
            """SELECT person.mine, %s FROM person
                 JOIN tpe_dunning_plan plan ON plan.partner_id = person.id
                 JOIN tpe_dunning_plan_line part ON part.plan_id = plan.id""",
            version("part"),
        )

    def _facts_shared(self):
        """What all messages depend on: the policies, and the last entry of the bank."""
        tables = (
            "tpe_dunning_policy",
            "tpe_dunning_level",
            "res_partner_category_tpe_dunning_policy_rel",
            "res_partner_category",
        )
        versions = SQL(" UNION ALL ").join(
            SQL("SELECT %s FROM %s row", version("row"), SQL.identifier(table))
            for table in tables
        )
        return SQL(
            """(SELECT concat(
                       (SELECT string_agg(version, ' ' ORDER BY version)
                          FROM (%s) AS shared (version)),
                       (SELECT max(id) FROM account_bank_statement_line)))""",
            versions,
        )


def version(table):
    """What changes whenever a row is written: where it lies, and by whom it was put."""
    row = SQL.identifier(table)
    return SQL("%s.ctid::text || %s.xmin::text", row, row)
