from odoo import fields, models

from ..tools.late_interest import late_interest


class DunningReminderLine(models.Model):
    _name = "tpe.dunning.reminder.line"
    _inherit = "tpe.dunning.rows"
    _description = "Invoice Named in a Reminder"
    _order = "reminder_id, date_due, id"
    # Its message keeps author and time; here each costs the check of a foreign key.
    _log_access = False

    reminder_id = fields.Many2one(
        "tpe.dunning.reminder", required=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(related="reminder_id.company_id", store=True)
    state = fields.Selection(related="reminder_id.state", store=True)
    sent_on = fields.Date(related="reminder_id.sent_on", store=True)
    # The copies below stay when the entry is deleted: they are the evidence.
    move_line_id = fields.Many2one(
        "account.move.line", string="Due line", ondelete="set null", index=True
    )
    move_id = fields.Many2one(
        "account.move", string="Invoice", ondelete="set null", index=True
    )
    invoice_name = fields.Char(string="Number", required=True)
    instalment = fields.Char(help="« 2/3 » when the invoice has several due dates.")
    invoice_date = fields.Date()
    date_due = fields.Date(string="Due date", required=True)
    days_late = fields.Integer()
    rank = fields.Integer(
        required=True,
        help="Step this message completes for the invoice; 0 when the invoice is only "
        "mentioned, because its own step is not due.",
    )
    currency_id = fields.Many2one("res.currency", required=True)
    amount_total = fields.Monetary(string="Invoiced")
    amount_residual = fields.Monetary(string="Still due", required=True)

    _one_message_per_step = models.UniqueIndex(
        "(move_line_id, rank) WHERE rank <> 0 AND move_line_id IS NOT NULL "
        "AND state IN ('planned', 'to_approve', 'queued', 'sending', 'sent', 'skipped')",
        "This step is already prepared or delivered for this invoice.",
    )
    _rank_range = models.Constraint(
        "CHECK (rank IN (-1, 0, 1, 2, 3, 9))", "This step does not exist."
    )

    def _link(self):
        """Where the customer opens the invoice; a screen that only reads makes no key."""
        move = self.move_id
        if self.env.cr.readonly and not move.sudo().access_token:
            return f"{move.get_base_url()}{move.access_url}"
        return move.get_base_url() + move.get_portal_url()

    def _formal_notice_on(self):
        """Day on which a formal notice for this invoice was delivered, or None."""
        self.ensure_one()
        return self._formal_notices()[self]

    def _formal_notices(self):
        """``{line: day}`` of the first formal notice delivered for its due line, or None.

        Of a registered letter, the day on which the customer received it or had it
        presented to him, once it is known (to be confirmed).
        """
        notices = self.search(
            [
                ("move_line_id", "in", self.move_line_id.ids),
                ("rank", "=", 3),
                ("state", "=", "sent"),
            ],
            order="sent_on",
        )
        days = {}
        for notice in notices:
            day = notice.reminder_id.received_on or notice.sent_on
            days.setdefault(notice.move_line_id, day)
        return {line: days.get(line.move_line_id) for line in self}

    def _evidence_row(self):
        """What the seal of the message says of this invoice: texts only."""
        amount = f"{self.amount_residual:.{self.currency_id.decimal_places}f}"
        name = " ".join(filter(None, (self.invoice_name, self.instalment)))
        return [
            name,
            fields.Date.to_string(self.date_due),
            f"{amount} {self.currency_id.name}",
            str(self.rank),
        ]

    def _interest_segments(self, begins, until, rates):
        """Interest on the due line from the day after ``begins``, payments deducted.

        Empty where the rate of the first days is not known: nothing is asserted.
        """
        due = self.move_line_id
        repayments = [
            (day, amount)
            for day, amount in self.env["account.move"]._tpe_repayments(due)
            if day <= until
        ]
        try:
            return late_interest(due.amount_currency, begins, until, rates, repayments)
        except ValueError:
            return []
