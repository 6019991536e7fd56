from odoo import models
from odoo.exceptions import UserError
from odoo.tools import SQL

from .past_import_run import QUIET

# What stands beside an entry without naming it in a column of its own.
BESIDE = (
    ("mail.activity", "res_model", "res_id"),
    ("mail.message", "model", "res_id"),
    ("mail.followers", "res_model", "res_id"),
    ("ir.attachment", "res_model", "res_id"),
)


class PastImport(models.Model):
    """Taking back what a file made, as long as nothing was built on it."""

    _inherit = "tpe.past.import"

    def _undo(self):
        self._check_nothing_built()
        self._lock()
        one = self.sudo().with_company(self.company_id).with_context(**QUIET)
        one._remove_moves()
        one._tell(50)
        one._remove_partners()
        one.write({"state": "undone", "is_held": False, "refusal": False})

    def _check_nothing_built(self):
        self.ensure_one()
        if self.state not in ("done", "undoing"):
            raise UserError(self.env._("Only what was imported can be taken back."))
        if reasons := self.sudo()._built_on():
            raise UserError(
                self.env._(
                    "This import cannot be undone:\n%s",
                    "\n".join(f"• {reason}" for reason in reasons),
                )
            )

    def _remove_moves(self):
        """All that the file wrote, at once: core takes ten milliseconds for each.

        Nothing stands on it, as was checked; what people noted beside goes as with core.
        """
        ids = self.move_ids.ids
        # Prepared messages name these invoices until tonight's plan: they go first.
        self.env["tpe.dunning.reminder"].search(
            [("line_ids.move_id", "in", ids), ("state", "!=", "sent")]
        ).unlink()
        for name, model, key in BESIDE:
            self.env[name].search(
                [(model, "=", "account.move"), (key, "in", ids)]
            ).unlink()
        self._unmatch_earlier()
        self.env.flush_all()
        lines = SQL("SELECT id FROM account_move_line WHERE move_id = ANY(%s)", ids)
        for statement in (
            SQL(
                """
                DELETE FROM account_full_reconcile WHERE id IN (
                    SELECT full_reconcile_id FROM account_move_line
                     WHERE move_id = ANY(%s))
                """,
                ids,
            ),
            SQL(
                """
                DELETE FROM account_partial_reconcile
                 WHERE debit_move_id IN (%(lines)s) OR credit_move_id IN (%(lines)s)
                """,
                lines=lines,
            ),
            SQL("DELETE FROM account_move_line WHERE move_id = ANY(%s)", ids),
            SQL("DELETE FROM account_move WHERE id = ANY(%s)", ids),
        ):
            self.env.cr.execute(statement)
        self.env.invalidate_all(flush=False)

    def _unmatch_earlier(self):
        """Give back to earlier files what this one settled of theirs, or with them."""
        lines = self.env["account.move.line"]
        mine = [("move_id.tpe_past_import_id", "=", self.id)]
        for part, other in (
            ("matched_debit_ids", "debit_move_id"),
            ("matched_credit_ids", "credit_move_id"),
        ):
            theirs = (f"{part}.{other}.move_id.tpe_past_import_id", "!=", self.id)
            lines |= lines.search([*mine, (part, "!=", False), theirs])
        lines.remove_move_reconcile()

    def _built_on(self):
        """In words, what stands on the documents of this file."""
        self.env.flush_all()
        reasons = []
        company = self.company_id
        if company.restrictive_audit_trail:
            reasons.append(
                self.env._(
                    "the company keeps a restrictive audit trail: nothing that was "
                    "posted may be deleted"
                )
            )
        for statement, words in (
            (self._matched(), self.env._("matched with entries of the books: %s")),
            (self._told(), self.env._("named in reminders that left: %s")),
            (self._agreed(), self.env._("promised, disputed or in a plan: %s")),
            (self._reversed(), self.env._("with a credit note made here: %s")),
            (self._changed(), self.env._("changed since, no longer posted: %s")),
            (self._closed(), self.env._("in a period that was locked since: %s")),
            (self._secured(), self.env._("secured, so that nothing changes: %s")),
        ):
            if rows := self.env.execute_query(statement):
                names = sorted({name for (name,) in rows})
                more = "…" if len(names) > 5 else ""
                reasons.append(words % (", ".join(names[:5]) + more))
        return reasons

    def _matched(self):
        """Lines of ours matched with lines that are not, nor of an earlier file."""
        side = """
            SELECT move.name
              FROM account_partial_reconcile part
              JOIN account_move_line mine ON mine.id = part.%(mine)s
              JOIN account_move move ON move.id = mine.move_id
              JOIN account_move_line other ON other.id = part.%(other)s
              JOIN account_move theirs ON theirs.id = other.move_id
              JOIN tpe_past_import ours ON ours.id = move.tpe_past_import_id
         LEFT JOIN tpe_past_import past ON past.id = theirs.tpe_past_import_id
             WHERE ours.id = %(id)s
               AND (past.id IS NULL OR past.imported_on > ours.imported_on
                    OR past.imported_on = ours.imported_on AND past.id > ours.id)"""
        debit, credit = SQL("debit_move_id"), SQL("credit_move_id")
        return SQL(
            "%s UNION %s",
            SQL(side, mine=debit, other=credit, id=self.id),
            SQL(side, mine=credit, other=debit, id=self.id),
        )

    def _told(self):
        return SQL(
            """
            SELECT move.name
              FROM tpe_dunning_reminder_line line
              JOIN account_move move ON move.id = line.move_id
             WHERE move.tpe_past_import_id = %s
               AND line.state IN ('sent', 'sending', 'bounced')
            """,
            self.id,
        )

    def _agreed(self):
        return SQL(" UNION ").join(
            SQL(
                """
                SELECT move.name FROM %s rel
                  JOIN account_move move ON move.id = rel.move_id
                 WHERE move.tpe_past_import_id = %s
                """,
                SQL.identifier(f"tpe_dunning_{kind}_move_rel"),
                self.id,
            )
            for kind in ("promise", "dispute", "plan")
        )

    def _reversed(self):
        return SQL(
            """
            SELECT move.name FROM account_move later
              JOIN account_move move ON move.id = later.reversed_entry_id
             WHERE move.tpe_past_import_id = %s
            """,
            self.id,
        )

    def _changed(self):
        return SQL(
            "SELECT name FROM account_move "
            "WHERE tpe_past_import_id = %s AND state <> 'posted'",
            self.id,
        )

    def _secured(self):
        return SQL(
            "SELECT name FROM account_move "
            "WHERE tpe_past_import_id = %s AND inalterable_hash IS NOT NULL",
            self.id,
        )

    def _closed(self):
        books = self.company_id
        closed = max(books.user_fiscalyear_lock_date, books.user_hard_lock_date)
        return SQL(
            """
            SELECT name FROM account_move
             WHERE tpe_past_import_id = %s
               AND date <= CASE WHEN move_type = 'entry' THEN %s::date
                                ELSE %s::date END
            """,
            self.id,
            closed,
            max(closed, books.user_sale_lock_date),
        )

    def _remove_partners(self):
        """The customers that this file made and nobody used since; the others stay."""
        self.env.flush_all()
        partners = self.partner_ids
        if not partners:
            return
        references = self.env.execute_query(
            SQL(
                """
                SELECT conrelid::regclass::text, attname
                  FROM pg_constraint
                  JOIN pg_attribute ON attrelid = conrelid AND attnum = conkey[1]
                 WHERE contype = 'f' AND confrelid = 'res_partner'::regclass
                   AND confdeltype NOT IN ('c', 'n')
                """
            )
        )
        used = SQL(" UNION ").join(
            [
                SQL(
                    "SELECT %s FROM %s WHERE %s = ANY(%s)",
                    SQL.identifier(column),
                    SQL.identifier(*table.replace('"', "").split(".")),
                    SQL.identifier(column),
                    partners.ids,
                )
                for table, column in references
                if table not in ("res_partner", "account_move_line")
            ]
            + [
                SQL("SELECT parent_id FROM res_partner WHERE parent_id = ANY(%s)",
                    partners.ids),
                SQL("SELECT partner_id FROM account_move WHERE partner_id = ANY(%s)",
                    partners.ids),
                SQL("SELECT partner_id FROM account_move_line WHERE partner_id = ANY(%s)",
                    partners.ids),
            ]
        )  # fmt: skip
        kept = {partner_id for [partner_id] in self.env.execute_query(used)}
        mine = partners.filtered(lambda partner: partner.id not in kept)
        mine.unlink()
        # From now on they are customers like any other.
        (partners - mine).tpe_past_import_id = False
