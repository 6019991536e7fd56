from odoo import api, fields, models

UNITS = [
    ("flat", "Once"),
    ("month", "For each month begun"),
    ("year", "A year"),
]
BASES = [("advanced", "Amount advanced"), ("invoice", "Amount of the invoice")]


class ResCompany(models.Model):
    """What the firm aims at, and how it pays and borrows."""

    _inherit = "res.company"

    tpe_cash_threshold = fields.Monetary(
        string="Cash threshold",
        help="The balance the firm wants to stay above.",
    )
    tpe_cash_typed_balance = fields.Monetary(
        string="Balance typed by hand",
        help="What the bank shows, while its movements are not in the books.",
    )
    tpe_cash_typed_on = fields.Date(
        string="Typed for",
        help="Evening of the day on which the bank showed it. The forecast begins with it "
        "when it is later than the last movement of the bank in the books.",
    )
    tpe_cash_cover_goal = fields.Integer(
        string="Days of cover to aim at",
        default=30,
        help="How many days the cash should last if nothing more came in.",
    )
    tpe_cash_reserve_months = fields.Float(
        string="Months of fixed costs in reserve",
        default=1.0,
        digits=(4, 1),
        help="One to two months are prudent.",
    )
    tpe_cash_monday_mail = fields.Boolean(
        string="Monday e-mail to the managers",
        help="The balance, the low point and what to do, once a week.",
    )
    tpe_cash_monday_since = fields.Date(
        compute="_compute_tpe_cash_monday_since",
        store=True,
        help="The day on which somebody switched it on.",
    )
    tpe_pay_within_law = fields.Boolean(
        string="Propose dates up to the legal maximum",
        help="Otherwise no bill is proposed after its due date. By law 60 days from the "
        "invoice, or 45 days end of month when the contract says so (Code de commerce, "
        "L441-10 I); shorter for some trades (transport, food: L441-11, to be confirmed).",
    )
    tpe_credit_line = fields.Monetary(
        string="Authorised overdraft",
        help="How far below zero the bank agrees to go: overdraft or credit line.",
    )
    tpe_credit_rate = fields.Float(
        string="Rate of the overdraft (% a year)",
        default=12.0,
        digits=(6, 3),
        help="A starting value, to be confirmed with the bank.",
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

    _tpe_cash_reserve_months_check = models.Constraint(
        "CHECK (tpe_cash_reserve_months BETWEEN 0 AND 24)",
        "A reserve is between 0 and 24 months of fixed costs.",
    )
    _positive_advance = models.Constraint(
        "CHECK (tpe_advance_fee >= 0 AND tpe_advance_share BETWEEN 0 AND 100 "
        "AND tpe_chase_chance BETWEEN 0 AND 100)",
        "A fee cannot be negative, nor a share above 100 %.",
    )
    _tpe_credit = models.Constraint(
        "CHECK (tpe_credit_line >= 0 AND tpe_credit_rate >= 0)",
        "The overdraft and its rate are typed without a sign.",
    )

    @api.depends("tpe_cash_monday_mail")
    def _compute_tpe_cash_monday_since(self):
        for company in self:
            # Saving the settings writes the same again: the day stays.
            company.tpe_cash_monday_since = company.tpe_cash_monday_mail and (
                company.tpe_cash_monday_since or company._dunning_today()
            )

    def _cash_managers(self):
        """Those who decide in this company, and sign in themselves."""
        self.ensure_one()
        managers = self.env.ref("tpe_base.group_tpe_manager").sudo().all_user_ids
        return managers.filtered(
            lambda user: user.active and not user.share and self in user.company_ids
        )

    def _cash_languages(self):
        """Languages in which the cash of this company is read, its own first."""
        self.ensure_one()
        accountants = self.env.ref("account.group_account_readonly").sudo().all_user_ids
        readers = accountants.filtered(lambda user: self in user.company_ids)
        langs = [
            self.sudo().partner_id.lang,
            *(self._cash_managers() | readers).mapped("lang"),
        ]
        return list(dict.fromkeys(filter(None, langs))) or [self.env.lang or "en_US"]
