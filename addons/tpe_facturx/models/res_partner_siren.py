from odoo import api, fields, models

from ..tools.company_number import SIREN, SIRET, digits, fault


class ResPartner(models.Model):
    """A SIREN or SIRET is stored as digits, however it was typed, and doubted at once."""

    _inherit = "res.partner"

    tpe_siren_doubt = fields.Char(compute="_compute_tpe_siren_doubt")

    @api.depends("company_registry", "country_id")
    @api.depends_context("lang")
    def _compute_tpe_siren_doubt(self):
        words = {
            "letters": self.env._("A SIREN or a SIRET holds nothing but digits."),
            "length": self.env._("A SIREN has 9 digits, a SIRET 14."),
            "siren": self.env._(
                "This SIREN does not exist: its key is wrong. Look for a slip."
            ),
            "siret": self.env._(
                "This SIRET does not exist: its key is wrong. Look for a slip."
            ),
        }
        for partner in self:
            ours = partner.country_code == "FR" or not partner.country_id
            wrong = ours and fault(partner.company_registry)
            # Without a country, letters may be the number of another one.
            if wrong in ("letters", "length") and not partner.country_id:
                wrong = ""
            partner.tpe_siren_doubt = words.get(wrong, False)

    @api.onchange("company_registry")
    def _onchange_company_registry_tpe(self):
        self.company_registry = self._tpe_bare_registry(self.company_registry)

    @api.model_create_multi
    def create(self, vals_list):
        for values in vals_list:
            if values.get("company_registry"):
                bare = self._tpe_bare_registry(values["company_registry"])
                values["company_registry"] = bare
        return super().create(vals_list)

    def write(self, vals):
        if vals.get("company_registry"):
            bare = self._tpe_bare_registry(vals["company_registry"])
            vals = {**vals, "company_registry": bare}
        return super().write(vals)

    @api.model
    def _tpe_bare_registry(self, text):
        """The digits of a number of nine or fourteen; anything else as it was typed."""
        bare = digits(text)
        return bare if len(bare) in (SIREN, SIRET) else text
