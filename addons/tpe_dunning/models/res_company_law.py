from datetime import timedelta

from odoo import api, fields, models

# Where the Code de commerce applies as it is; overseas territories with their own
# commercial law (New Caledonia, French Polynesia...) are left out.
FRENCH_LAW = ("FR", "GP", "MQ", "GF", "RE", "YT", "MF", "BL", "PM")


class ResCompanyLaw(models.Model):
    """What French law asks a company to print and to watch."""

    _inherit = "res.company"

    tpe_print_legal_mention = fields.Boolean(
        string="Late-payment mention on invoices",
        default=True,
        help="Printed on the invoices of professionals and public buyers. Compulsory "
        "between professionals (Code de commerce, L441-9): switch it off only when "
        "your own terms are printed and say it all.",
    )
    tpe_legal_mention_example = fields.Text(
        string="Text of the mention",
        compute="_compute_tpe_legal_mention_example",
        help="As a professional reads it on an invoice of today, due in 30 days.",
    )
    tpe_limitation_warning_months = fields.Integer(
        string="Warn before the limitation (months)",
        default=6,
        help="How long before an unpaid invoice can no longer be claimed in court the "
        "managers are told. 0: never.",
    )

    @api.depends("tpe_contract_rate")
    @api.depends_context("lang")
    def _compute_tpe_legal_mention_example(self):
        for company in self:
            today = company._dunning_today()
            invoice = self.env["account.move"].new({"company_id": company.id})
            company.tpe_legal_mention_example = invoice._legal_mention_text(
                "professional", today, [today + timedelta(30)]
            )

    def _has_french_law(self) -> bool:
        """Whether the commercial law of France binds this company."""
        self.ensure_one()
        return self.sudo().partner_id.country_id.code in FRENCH_LAW

    @api.model
    def _french_law_companies(self):
        """The companies of the database that French commercial law binds."""
        return self.sudo().search([("partner_id.country_id.code", "in", FRENCH_LAW)])
