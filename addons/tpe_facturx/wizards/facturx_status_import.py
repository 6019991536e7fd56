import base64

from odoo import Command, api, fields, models
from odoo.exceptions import AccessError, UserError

from ..tools.status_csv import UnreadableFile, read


class TpeFacturxStatusImport(models.TransientModel):
    """Statuses that a person reads in a platform's portal, from a CSV: all or nothing."""

    _name = "tpe.facturx.status.import"
    _description = "Import of statuses"

    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    file = fields.Binary(string="CSV file", attachment=False)
    file_name = fields.Char()
    line_ids = fields.One2many(
        "tpe.facturx.status.import.line",
        "import_id",
        compute="_compute_lines",
        store=True,
    )
    unreadable = fields.Char(compute="_compute_lines", store=True)
    to_note = fields.Integer(compute="_compute_counts")
    refused = fields.Integer(compute="_compute_counts")

    @api.depends("file", "company_id")
    def _compute_lines(self):
        for wizard in self:
            wizard.unreadable, rows = False, []
            if wizard.file:
                try:
                    rows = read(base64.b64decode(wizard.file))
                except UnreadableFile:
                    wizard.unreadable = self.env._(
                        "This file holds no line. Columns: invoice; code; date; reason."
                    )
            values = wizard._values(rows)
            wizard.line_ids = [Command.clear(), *map(Command.create, values)]

    @api.depends("line_ids.outcome")
    def _compute_counts(self):
        for wizard in self:
            outcomes = wizard.line_ids.mapped("outcome")
            wizard.to_note = outcomes.count("note")
            wizard.refused = outcomes.count("refuse")

    def _values(self, rows):
        """What each row will do, in words: a whole file takes three readings."""
        moves = {
            move.name: move
            for move in self.env["account.move"].search(
                [
                    ("company_id", "=", self.company_id.id),
                    ("move_type", "in", ("out_invoice", "out_refund")),
                    ("state", "=", "posted"),
                    ("name", "in", [row.invoice for row in rows]),
                ]
            )
        }
        codes = {
            code.code: code for code in self.env["tpe.facturx.status.code"].search([])
        }
        known = {
            (status.move_id.id, status.code_id.id, status.date)
            for status in self.env["tpe.facturx.status"].search(
                [
                    ("move_id", "in", [move.id for move in moves.values()]),
                    ("withdrawn", "=", False),
                ]
            )
        }
        values = []
        for row in rows:
            move, code = moves.get(row.invoice), codes.get(row.code)
            problem = self._problem(row, move, code)
            key = (move.id, code.id, row.date) if move and code else None
            outcome = "refuse" if problem else "note"
            if key in known and not problem:
                outcome, problem = "known", self.env._("Already noted: left as it is.")
            known.add(key)
            values.append(
                {
                    "number": row.line,
                    "invoice": row.invoice,
                    "code": row.code,
                    "date": row.date,
                    "reason": row.reason,
                    "move_id": move.id if move else False,
                    "code_id": code.id if code else False,
                    "outcome": outcome,
                    "problem": problem,
                }
            )
        return values

    def _problem(self, row, move, code):
        if row.fault == "invoice":
            return self.env._("The invoice number is missing.")
        if row.fault == "code" or not code:
            return self.env._("« %s » is no status code (200 to 214).", row.code)
        if row.fault == "date":
            return self.env._("The date cannot be read.")
        if not move:
            return self.env._("No posted invoice has the number %s.", row.invoice)
        if row.date > fields.Date.context_today(self):
            return self.env._("This date is in the future.")
        if code.effect == "hold" and not row.reason:
            return self.env._("« %s » needs a reason.", code.name)
        return ""

    def action_import(self):
        """Note all the lines, or none when one is refused."""
        self.ensure_one()
        statuses = self.env["tpe.facturx.status"]
        if not statuses.has_access("create"):
            raise AccessError(self.env._("You may read the follow-up, not write it."))
        self._compute_lines()
        if self.refused or not self.line_ids:
            raise UserError(
                self.unreadable
                or self.env._("Nothing was noted: %s lines are refused.", self.refused)
                if self.file
                else self.env._("Choose a file first.")
            )
        noted = statuses.create(
            [
                {
                    "move_id": line.move_id.id,
                    "code_id": line.code_id.id,
                    "date": line.date,
                    "reason": line.reason,
                    "source": "csv",
                }
                for line in self.line_ids.sorted(lambda line: (line.date, line.number))
                if line.outcome == "note"
            ]
        )
        return {
            **self.env["ir.actions.act_window"]._for_xml_id(
                "tpe_facturx.facturx_status_action"
            ),
            "domain": [("id", "in", noted.ids)],
        }
