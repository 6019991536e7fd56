from odoo import fields, models

UNITS = [
    ("flat", "Once"),
    ("month", "For each month begun"),
    ("year", "A year"),
]
BASES = [("advanced", "Amount advanced"), ("invoice", "Amount of the invoice")]


class ResCompanyPayments(models.Model):
    """How the firm pays its suppliers, and what borrowing costs it."""

    _inherit = "res.company"

    tpe_pay_within_law = fields.Boolean(
        string="Propose dates up to the legal maximum",
        help="Otherwise no bill is proposed after its due date. By law 60 days from the "
        "invoice, or 45 days end of month when the contract says so (Code de commerce, "
        "L441-10 I); shorter for some trades (transport, food: L441-11, to be confirmed).",
    )
    tpe_rescue_credit_limit = fields.Monetary(
        string="Overdraft still free",
        help="What the bank lends without asking: it is the last resort of a rescue.",
    )
    tpe_rescue_credit_rate = fields.Float(
        string="Rate of the overdraft (% a year)", default=12.0, digits=(5, 2)
    )
    tpe_advance_fee = fields.Float(
        string="Fee of an advance (%)",
        default=3.95,
        digits=(5, 2),
        help="The offer most quoted to very small firms: to be confirmed with yours.",
    )
    tpe_advance_unit = fields.Selection(
        UNITS, string="Fee taken", default="flat", required=True
    )
    tpe_advance_base = fields.Selection(
        BASES, string="Fee on", default="advanced", required=True
    )
    tpe_advance_share = fields.Float(
        string="Share advanced (%)", default=100.0, digits=(5, 2)
    )
    tpe_advance_near = fields.Integer(
        string="No advance when the payment is nearer than (days)", default=15
    )
    tpe_chase_days = fields.Integer(
        string="A call brings a payment sooner by (days)",
        default=10,
        help="A starting value, to be confirmed on your customers.",
    )
    tpe_chase_chance = fields.Float(
        string="Chance that a call works (%)",
        default=50.0,
        digits=(5, 2),
        help="A starting value, to be confirmed on your customers.",
    )

    _positive_advance = models.Constraint(
        "CHECK (tpe_advance_fee >= 0 AND tpe_advance_share BETWEEN 0 AND 100 "
        "AND tpe_chase_chance BETWEEN 0 AND 100 AND tpe_rescue_credit_limit >= 0)",
        "A fee or a limit cannot be negative, nor a share above 100 %.",
    )
