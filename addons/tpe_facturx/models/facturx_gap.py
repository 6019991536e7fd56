from odoo import api, fields, models
from odoo.tools import SQL


class TpeFacturxGap(models.Model):
    """What would make the invoices of a customer fail: read live from the records.

    One row for each thing that is missing or wrong, on a customer invoiced lately, or about
    to be (a draft), or on the firm itself.  Nothing is stored: what is mended is gone at once.
    """

    _name = "tpe.facturx.gap"
    _description = "What is missing for the e-invoice"
    _auto = False
    _order = "fatal desc, invoiced desc, partner_id, id"
    _rec_name = "code"
    _depends = {
        "account.move": [
            "move_type",
            "state",
            "invoice_date",
            "commercial_partner_id",
            "company_id",
            "amount_untaxed_signed",
        ],
        "res.partner": [
            "active",
            "is_company",
            "company_registry",
            "vat",
            "street",
            "zip",
            "city",
            "country_id",
            "tpe_profile",
            "tpe_profile_decided",
            "tpe_electronic_address",
            "email_normalized",
            "peppol_endpoint",
        ],
        "res.partner.bank": ["partner_id", "active"],
        "res.company": [
            "active",
            "partner_id",
            "account_fiscal_country_id",
            "tpe_vat_franchise",
        ],
        "res.country": ["code"],
    }

    company_id = fields.Many2one("res.company", readonly=True)
    partner_id = fields.Many2one("res.partner", string="Record", readonly=True)
    subject = fields.Selection(
        [("company", "Our firm"), ("customer", "Customer")], readonly=True
    )
    code = fields.Char(readonly=True)
    fatal = fields.Boolean(
        readonly=True, help="The invoice fails. Otherwise: to be looked at."
    )
    invoiced = fields.Monetary(
        string="Invoiced in 24 months",
        readonly=True,
        aggregator=None,  # a customer may have two rows: the sum would count him twice
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    words = fields.Char(string="To mend", compute="_compute_words")

    @api.depends("code")
    @api.depends_context("lang")
    def _compute_words(self):
        rules = self.env["tpe.facturx.rule"]
        for gap in self:
            gap.words = rules._for(gap.code).name

    def _mended_on(self):
        """``(record, field)`` that settles it."""
        rule = self.env["tpe.facturx.rule"]._for(self.code)
        ours = self.subject == "company" and rule.place == "company"
        return self.company_id if ours else self.partner_id, rule.field_name

    def action_mend(self):
        """Open the record on which this is mended."""
        self.ensure_one()
        rule = self.env["tpe.facturx.rule"]._for(self.code)
        if self.subject == "company":
            return self.company_id._facturx_open(rule.place)
        return {
            "type": "ir.actions.act_window",
            "res_model": "res.partner",
            "res_id": self.partner_id.id,
            "views": [(False, "form")],
            "target": "current",
        }

    @api.model
    def _open_settings(self, company):
        """The settings for whoever may change them, the company for the others."""
        if not self.env.user.has_group("base.group_system"):
            return company._facturx_open("company")
        return self.env["ir.actions.act_window"]._for_xml_id(
            "tpe_base.res_config_settings_action"
        )

    @property
    def _table_query(self):
        return SQL(
            "SELECT * FROM (%s UNION ALL %s) AS gaps",
            self._customer_gaps(),
            self._company_gaps(),
        )
