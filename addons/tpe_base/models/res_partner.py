from odoo import api, fields, models

from ..tools.profile import guess_profile

PROFILES = [
    ("consumer", "Consumer"),
    ("professional", "Professional"),
    ("public", "Public buyer"),
]


class ResPartner(models.Model):
    _inherit = "res.partner"

    tpe_profile = fields.Selection(
        PROFILES,
        string="Legal profile",
        compute="_compute_tpe_profile",
        inverse="_inverse_tpe_profile",
        store=True,
        readonly=False,
        help="Decides which law applies to late payment. Guessed from the tags, the SIRET "
        "and the VAT number; when in doubt, the customer is treated as a consumer. Change it "
        "here when the guess is wrong.",
    )
    tpe_profile_decided = fields.Selection(
        PROFILES,
        string="Legal profile chosen by a person",
        help="Wins over the guess.",
    )

    @api.depends(
        "tpe_profile_decided",
        "commercial_partner_id.tpe_profile_decided",
        "commercial_partner_id.company_registry",
        "commercial_partner_id.vat",
        "commercial_partner_id.is_company",
        "commercial_partner_id.country_id",
        "commercial_partner_id.category_id.tpe_profile",
    )
    def _compute_tpe_profile(self):
        for partner in self:
            payer = partner.commercial_partner_id or partner
            partner.tpe_profile = payer.tpe_profile_decided or guess_profile(
                registry=payer.company_registry,
                vat=payer.vat,
                is_company=payer.is_company,
                country=payer.country_id.code,
                tags=payer.category_id.mapped("tpe_profile"),
            )

    def _inverse_tpe_profile(self):
        for partner in self:
            partner.commercial_partner_id.tpe_profile_decided = partner.tpe_profile
