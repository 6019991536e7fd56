from odoo import api, fields, models

RANKS = [
    ("-1", "Before the due date"),
    ("1", "Friendly reminder"),
    ("2", "Firm reminder"),
    ("3", "Formal notice"),
    ("9", "Thanks"),
]
CHANNELS = [
    ("email", "E-mail"),
    ("letter", "Letter"),
    ("registered", "Registered letter"),
    ("phone", "Phone call"),
    ("sms", "SMS"),
]


class DunningLevel(models.Model):
    _name = "tpe.dunning.level"
    _description = "Reminder Level"
    _order = "policy_id, rank"

    policy_id = fields.Many2one(
        "tpe.dunning.policy", required=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(related="policy_id.company_id", store=True)
    rank = fields.Selection(RANKS, string="Step", required=True, default="1")
    active = fields.Boolean(
        default=True, help="Switched off, this step is passed over."
    )
    channel = fields.Selection(CHANNELS, required=True, default="email")
    attach_invoices = fields.Boolean(
        string="Attach the invoices",
        default=True,
        help="The stored PDF of each invoice; one that has none is made once.",
    )
    delay = fields.Integer(
        string="Days",
        required=True,
        default=30,
        help="Days after the origin. Never before the day after the due date. Before "
        "the due date: days ahead of it.",
    )
    origin = fields.Selection(
        [("invoice", "Invoice date"), ("due", "Due date")],
        string="Counted from",
        required=True,
        default="invoice",
    )
    gap = fields.Integer(
        string="Days since the message before",
        default=15,
        help="Fewest days between the delivery of the message before and this one. It "
        "paces the steps when reminders start late.",
    )
    needs_approval = fields.Boolean(
        string="Waits for a person",
        compute="_compute_needs_approval",
        store=True,
        readonly=False,
        help="The message is prepared and leaves once somebody approved it. A formal "
        "notice always waits.",
    )
    mail_template_id = fields.Many2one(
        "mail.template",
        string="Message",
        required=True,
        ondelete="restrict",
        domain=[("model", "=", "tpe.dunning.reminder")],
    )

    _rank_uniq = models.UniqueIndex(
        "(policy_id, rank)", "A policy has each step once at the most."
    )
    _positive_days = models.Constraint(
        "CHECK (delay >= 0 AND gap >= 0)", "Days cannot be negative."
    )
    # A formal notice starts legal interest and can end a relation: a person decides.
    _formal_needs_approval = models.Constraint(
        "CHECK (rank <> '3' OR needs_approval)",
        "A formal notice always waits for a person.",
    )

    @api.depends("rank")
    def _compute_needs_approval(self):
        for level in self:
            level.needs_approval = level._origin.needs_approval or level.rank == "3"

    @api.depends("rank", "delay", "origin")
    def _compute_display_name(self):
        ranks = dict(self._fields["rank"]._description_selection(self.env))
        for level in self:
            level.display_name = ranks.get(level.rank, "")
