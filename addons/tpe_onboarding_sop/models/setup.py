from stdnum.fr import siren, siret

from odoo import api, fields, models
from odoo.exceptions import ValidationError

STEPS = [
    ("firm", "The firm"),
    ("address", "Address"),
    ("reminders", "Reminders"),
    ("calendar", "Calendar"),
    ("figures", "Figures"),
    ("people", "People"),
    ("einvoicing", "E-invoicing"),
    ("ready", "Ready"),
]
ORDER = [code for code, _label in STEPS]


class Setup(models.Model):
    """The first quarter of an hour in a firm: what is known, what to fill in, step by step.

    It holds where one stopped, nothing else: each fact is a field of the company, of its
    grid or of its point of e-invoicing, read and written there.
    """

    _name = "tpe.setup"
    _description = "Set-up of a Firm"

    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True, ondelete="cascade"
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    step = fields.Selection(STEPS, required=True, default="firm")
    passed = fields.Json(readonly=True, default=dict, help="done or skipped, by step")
    person_ids = fields.One2many("tpe.setup.person", "setup_id", string="New accounts")

    _once = models.UniqueIndex("(company_id)", "A company is set up once.")

    name = fields.Char(related="company_id.name", readonly=False)
    company_registry = fields.Char(
        related="company_id.company_registry",
        readonly=False,
        string="SIREN or SIRET",
        help="Nine digits for the firm, fourteen for its main place of business.",
    )
    vat = fields.Char(related="company_id.vat", readonly=False, string="VAT number")
    legal_form = fields.Char(related="company_id.tpe_legal_form", readonly=False)
    share_capital = fields.Monetary(
        related="company_id.tpe_share_capital", readonly=False
    )
    rcs_city = fields.Char(related="company_id.tpe_rcs_city", readonly=False)
    signer_name = fields.Char(related="company_id.tpe_signer_name", readonly=False)
    signer_role = fields.Char(related="company_id.tpe_signer_role", readonly=False)

    street = fields.Char(related="company_id.street", readonly=False)
    street2 = fields.Char(related="company_id.street2", readonly=False)
    zip = fields.Char(related="company_id.zip", readonly=False)
    city = fields.Char(related="company_id.city", readonly=False)
    country_id = fields.Many2one(related="company_id.country_id", readonly=False)
    email = fields.Char(related="company_id.email", readonly=False)
    phone = fields.Char(related="company_id.phone", readonly=False)

    policy_id = fields.Many2one(
        related="company_id.tpe_dunning_policy_id",
        readonly=False,
        domain="[('company_id', 'in', (False, company_id))]",
    )
    min_days = fields.Integer(related="company_id.tpe_dunning_min_days", readonly=False)
    min_amount = fields.Monetary(
        related="company_id.tpe_dunning_min_amount", readonly=False
    )
    contract_rate = fields.Float(related="company_id.tpe_contract_rate", readonly=False)
    legal_mention = fields.Boolean(
        related="company_id.tpe_print_legal_mention", readonly=False
    )

    days = fields.Selection(related="company_id.tpe_dunning_days", readonly=False)
    sent_from = fields.Float(related="company_id.tpe_dunning_from", readonly=False)
    sent_until = fields.Float(related="company_id.tpe_dunning_until", readonly=False)

    threshold = fields.Monetary(related="company_id.tpe_cash_threshold", readonly=False)
    cover_goal = fields.Integer(
        related="company_id.tpe_cash_cover_goal", readonly=False
    )
    weeks = fields.Selection(related="company_id.tpe_weeks", readonly=False)

    @api.depends("company_id.name")
    @api.depends_context("lang")
    def _compute_display_name(self):
        """The page says what it is, above the name of the firm."""
        for setup in self:
            setup.display_name = self.env._("Set-up of %s", setup.company_id.name or "")

    def write(self, vals):
        """Each fact goes where it lives; a manager may not write a company himself.

        Nobody else gets beyond ``super()``, of this model or of this company.
        """
        own = dict(vals)
        own.pop("company_id", None)
        facts = {
            field.related.rsplit(".", 1)[1]: own.pop(name)
            for name, field in self._fields.items()
            if name in own and field.related and not field.readonly
        }
        elsewhere = {name: own.pop(name) for name in self._elsewhere() if name in own}
        done = super().write(own)
        for setup in self:
            setup._check_facts(facts)
            setup.company_id.sudo().write(facts)
            setup._keep_elsewhere(elsewhere)
        return done

    def _check_facts(self, facts):
        """Say what is wrong in the words of who types it."""
        company = self.company_id.sudo()
        if company.country_id.code not in (False, "FR"):
            return
        number = _digits(facts.get("company_registry"))
        if number and not (siren.is_valid(number) or siret.is_valid(number)):
            raise ValidationError(
                self.env._(
                    "« %s » is neither a SIREN (9 digits) nor a SIRET (14 digits): a "
                    "digit is missing or wrong. Read it on an invoice or on "
                    "annuaire-entreprises.data.gouv.fr, or leave it empty for now. What "
                    "you typed is still there.",
                    facts["company_registry"],
                )
            )
        vat = (facts.get("vat") or "").replace(" ", "").upper()
        firm = (number or _digits(company.company_registry))[:9]
        if vat.startswith("FR") and firm and vat[4:] != firm:
            raise ValidationError(
                self.env._(
                    "The VAT number « %(vat)s » is not the one of the SIREN %(siren)s: a "
                    "French VAT number ends with it. Correct one of the two, or leave the "
                    "VAT number empty for now. What you typed is still there.",
                    vat=facts["vat"],
                    siren=firm,
                )
            )

    @api.model
    def action_begin(self):
        """The assistant of the current company, where it was left."""
        setup = self._of(self.env.company)
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "tpe_onboarding_sop.setup_action"
        )
        return action | {"res_id": setup.id}

    @api.model
    def _of(self, company):
        setup = self.search([("company_id", "=", company.id)])
        if not setup:
            if not company.country_id:
                # Shown on the second screen, where it can be changed.
                company.sudo().country_id = (
                    company.account_fiscal_country_id or self.env.ref("base.fr")
                )
            setup = self.sudo().create({"company_id": company.id}).with_env(self.env)
        return setup

    def action_next(self):
        return self._pass("done")

    def action_skip(self):
        return self._pass("skipped")

    def _pass(self, how):
        self.ensure_one()
        at = ORDER.index(self.step)
        self.write(
            {
                "passed": {**(self.passed or {}), self.step: how},
                "step": ORDER[min(at + 1, len(ORDER) - 1)],
            }
        )
        return True

    def action_back(self):
        self.ensure_one()
        self.step = ORDER[max(ORDER.index(self.step) - 1, 0)]
        return True

    def action_diagnostic(self):
        """The half-hour that comes after."""
        self.ensure_one()
        return self.env["tpe.diagnostic"].with_company(self.company_id).action_begin()


def _digits(number):
    return "".join((number or "").split())
