from odoo import fields, models


class DunningReminderLine(models.Model):
    _name = "tpe.dunning.reminder.line"
    _description = "Invoice Named in a Reminder"
    _order = "reminder_id, date_due, id"

    reminder_id = fields.Many2one(
        "tpe.dunning.reminder", required=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(
        related="reminder_id.company_id", store=True, index=True
    )
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
        "(move_line_id, rank) WHERE rank > 0 AND move_line_id IS NOT NULL "
        "AND state IN ('planned', 'to_approve', 'queued', 'sending', 'sent')",
        "This step is already prepared or delivered for this invoice.",
    )
    _rank_range = models.Constraint(
        "CHECK (rank BETWEEN 0 AND 3)", "A step is between 0 and 3."
    )
