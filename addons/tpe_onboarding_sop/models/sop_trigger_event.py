from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL

from .sop_trigger import Due

EVENTS = ("customer", "overdue", "formal_notice", "employee")


class SopTrigger(models.Model):
    """What happens in the firm and starts a run: once for each record."""

    _inherit = "tpe.sop.trigger"

    kind = fields.Selection(
        selection_add=[
            ("customer", "First invoice of a customer"),
            ("overdue", "Invoice overdue"),
            ("formal_notice", "Formal notice sent for an invoice"),
            ("employee", "New employee"),
        ],
        ondelete=dict.fromkeys(EVENTS, "cascade"),
    )
    since = fields.Date(
        default=lambda self: self.env["tpe.sop"]._today(),
        help="What happened before starts nothing.",
    )
    days_late = fields.Integer(
        string="Days late",
        default=1,
        help="Days after the due date, from which the run starts.",
    )

    _late_positive = models.Constraint(
        "CHECK (days_late > 0)",
        "An invoice is overdue from the day after its due date.",
    )

    @api.constrains("kind")
    def _check_employees_exist(self):
        for trigger in self:
            if trigger.kind == "employee" and "hr.employee" not in self.env:
                raise ValidationError(
                    self.env._("Install the Employees application first.")
                )

    def _due_customer(self, today):
        """Customers whose first invoice is since the day of the trigger."""
        rows = self.env.execute_query(
            SQL(
                """
                SELECT commercial_partner_id
                  FROM account_move
                 WHERE company_id = %s AND move_type = 'out_invoice'
                   AND state = 'posted' AND commercial_partner_id IS NOT NULL
                 GROUP BY commercial_partner_id
                HAVING MIN(invoice_date) BETWEEN %s AND %s
                """,
                self.company_id.id,
                self.since or today,
                today,
            )
        )
        return self._due_records("res.partner", [row[0] for row in rows])

    def _due_overdue(self, today):
        """Invoices with an amount that fell due since the day of the trigger.

        Those that are followed up otherwise, or under dispute, wait.
        """
        lines = self.env["account.move.line"].search(
            [
                ("company_id", "=", self.company_id.id),
                ("parent_state", "=", "posted"),
                ("account_type", "=", "asset_receivable"),
                ("move_id.move_type", "in", ("out_invoice", "out_receipt")),
                ("amount_residual", ">", 0),
                ("no_followup", "=", False),
                ("date_maturity", ">=", self.since or today),
                ("date_maturity", "<=", today - timedelta(days=self.days_late)),
            ]
        )
        return self._due_records("account.move", lines.move_id.ids)

    def _due_formal_notice(self, today):
        """Invoices whose formal notice left, and that are still to be paid."""
        lines = self.env["tpe.dunning.reminder.line"].search(
            [
                ("company_id", "=", self.company_id.id),
                ("state", "=", "sent"),
                ("rank", "=", 3),
                ("reminder_id.sent_on", ">=", self.since or today),
                ("move_id.amount_residual", ">", 0),
            ]
        )
        return self._due_records("account.move", lines.move_id.ids)

    def _due_employee(self, today):
        """Employees created since the day of the trigger."""
        if "hr.employee" not in self.env:
            return []
        found = self.env["hr.employee"].search(
            [
                ("company_id", "=", self.company_id.id),
                ("create_date", ">=", self.since or today),
            ]
        )
        return self._due_records("hr.employee", found.ids)

    def _due_records(self, model, ids):
        """``Due`` of the records; a record keeps its name for ever, so it comes once."""
        return [
            Due(record, f"{model},{record.id}")
            for record in self.env[model].browse(ids)
        ]
