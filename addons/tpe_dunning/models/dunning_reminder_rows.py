from collections import defaultdict

from odoo import models
from odoo.tools.gc import disabling_gc


class DunningReminderRows(models.Model):
    """Writing thousands of prepared messages at once.

    Through the ORM a large plan takes half a minute.  Nothing listens to a message that
    is only prepared, so its rows go straight to their tables.
    """

    _name = "tpe.dunning.reminder"
    _inherit = ["tpe.dunning.reminder", "tpe.dunning.rows"]

    def _create_cases(self, company, cases):
        """Write messages that nobody prepared yet."""
        if not cases:
            return
        always = {**self._new_row(), "company_id": company.id}
        with disabling_gc():
            rows = [
                {
                    **always,
                    **self._case_values(case, company),
                    "id": new_id,
                    "partner_id": case.partner_id,
                    "stream": case.stream,
                }
                for new_id, case in zip(self._new_ids(len(cases)), cases, strict=True)
            ]
            self._insert_rows(rows)
            self._insert_lines(company, zip(rows, cases, strict=True))

    def _rewrite_cases(self, company, changed):
        """Let prepared messages say what the books say now: ``{reminder: case}``."""
        if not changed:
            return
        rows = [
            {
                **self._case_values(case, company),
                **self._stamp(),
                "id": reminder.id,
                "facts": None,  # a text that was ready says something else
            }
            for reminder, case in changed.items()
        ]
        self._update_rows(rows)
        self.env.cr.execute(
            "DELETE FROM tpe_dunning_reminder_line WHERE reminder_id = ANY(%s)",
            [[row["id"] for row in rows]],
        )
        self._insert_lines(company, zip(rows, changed.values(), strict=True))

    def _insert_lines(self, company, messages):
        """Write the debts each message names: pairs of its row and its case."""
        lines = self.env["tpe.dunning.reminder.line"]
        always = {**lines._new_row(), "company_id": company.id}
        messages = list(messages)
        parts = self._instalments([case for _row, case in messages])
        lines._insert_rows(
            [
                {
                    **always,
                    **self._debt_values(debt),
                    "instalment": parts.get(debt.line_id),
                    "reminder_id": row["id"],
                    "state": row["state"],
                }
                for row, case in messages
                for debt in case.debts
            ]
        )
        for model in (self, lines):
            model.invalidate_model()
        self.env["account.move"].invalidate_model(["tpe_dunning_line_ids"])

    def _instalments(self, cases):
        """``{due line: « 2/3 »}`` of the invoices that have several, in their order."""
        moves = {debt.move_id for case in cases for debt in case.debts}
        self.env.cr.execute(
            """
            SELECT id, concat(place, '/', number)
              FROM (SELECT id,
                           row_number() OVER (
                               PARTITION BY move_id ORDER BY date_maturity, id) AS place,
                           count(*) OVER (PARTITION BY move_id) AS number
                      FROM account_move_line
                     WHERE move_id = ANY(%s) AND display_type = 'payment_term') part
             WHERE number > 1
            """,
            [list(moves)],
        )
        return dict(self.env.cr.fetchall())

    def _said(self):
        """``{reminder id: {(due line, step, still due, days late)}}`` as it is written."""
        said = defaultdict(set)
        self.env.cr.execute(
            """
            SELECT reminder_id, move_line_id, rank, amount_residual, days_late
              FROM tpe_dunning_reminder_line
             WHERE reminder_id = ANY(%s)
            """,
            [self.ids],
        )
        for reminder_id, *facts in self.env.cr.fetchall():
            said[reminder_id].add(tuple(facts))
        return said

    def _give_links(self):
        """Let each invoice that a text names have the token of its link, all in one statement.

        Core writes them one invoice at a time, and computes the whole entry each time.
        """
        moves = self.line_ids.move_id
        missing = moves.filtered(lambda move: not move.sudo().access_token)
        self.env.cr.execute(
            "UPDATE account_move SET access_token = gen_random_uuid()::text "
            "WHERE id = ANY(%s) AND access_token IS NULL",
            [missing.ids],
        )
        missing.invalidate_recordset(["access_token"])
        moves.fetch(["access_token"])  # else each text reads those of its own invoices
