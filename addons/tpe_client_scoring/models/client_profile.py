from odoo import api, fields, models

ALIGNMENTS = [
    ("respects", "Respects and values the work"),
    ("neutral", "Neutral"),
    ("price", "Disputes everything, looks at price alone"),
]


class ClientProfile(models.Model):
    """What only a person knows of a customer: short answers, with who gave them."""

    _name = "tpe.client.profile"
    _description = "Answers About a Customer"
    _inherit = ["mail.thread"]
    _rec_name = "partner_id"
    _check_company_auto = True

    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    partner_id = fields.Many2one(
        "res.partner",
        string="Customer",
        required=True,
        index=True,
        ondelete="cascade",
        domain="[('parent_id', '=', False)]",
    )
    alignment = fields.Selection(ALIGNMENTS, tracking=True)
    ideal_customer = fields.Selection(
        [("yes", "Yes"), ("no", "No")],
        string="Ideal customer",
        tracking=True,
        help="Is he the kind of customer you want more of? Empty: unknown.",
    )
    recommends = fields.Boolean(string="Recommends us", tracking=True)
    one_shot = fields.Boolean(
        string="One-shot", tracking=True, help="He will not come back."
    )
    has_manual_hours = fields.Boolean(string="I know the hours", tracking=True)
    manual_hours = fields.Float(
        string="Hours a month",
        digits=(6, 1),
        tracking=True,
        help="Your own figure wins over timesheets and traces.",
    )
    acquisition_cost = fields.Monetary(
        tracking=True, help="What it cost to win this customer (CAC)."
    )
    answered_by_id = fields.Many2one(
        "res.users", string="Answered by", readonly=True, copy=False
    )
    answered_on = fields.Date(readonly=True, copy=False)

    # A constraint, not an index: merging customers looks for constraints.
    _one_per_customer = models.Constraint(
        "UNIQUE (company_id, partner_id)", "This customer has his answers already."
    )
    _hours_positive = models.Constraint(
        "CHECK (manual_hours >= 0)", "Hours cannot be negative."
    )
    _acquisition_positive = models.Constraint(
        "CHECK (acquisition_cost >= 0)", "A cost cannot be negative."
    )

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._signed(vals) for vals in vals_list])

    def write(self, vals):
        return super().write(self._signed(vals))

    def _signed(self, vals):
        """Who answered and when; a contact's answers are those of his firm."""
        vals = {
            **vals,
            "answered_by_id": self.env.uid,
            "answered_on": self.env.company._dunning_today(),
        }
        if vals.get("partner_id"):
            partner = self.env["res.partner"].browse(vals["partner_id"])
            vals["partner_id"] = partner.commercial_partner_id.id
        return vals
