from odoo import fields, models

from ..tools.cii_facts import Party
from ..tools.french_ids import vat_siren
from ..tools.territory import FRANCE

SIREN, SIRET = 9, 14


class ResPartner(models.Model):
    """How an electronic invoice names a customer, and where it reaches him."""

    _inherit = "res.partner"

    tpe_electronic_address = fields.Char(
        string="Electronic invoicing address",
        help="Where his platform receives invoices: SIREN, SIREN_SIRET, "
        "SIREN_SIRET_SERVICE or SIREN_SUFFIX. Empty: his SIREN.",
    )

    def _facturx_digits(self):
        return "".join(filter(str.isdigit, self.company_registry or ""))

    def _facturx_siren(self):
        """Nine digits, from the SIREN, the SIRET or the French VAT number; or nothing."""
        self.ensure_one()
        if self.country_code not in (*FRANCE, False):
            return ""
        digits = self._facturx_digits()
        if len(digits) in (SIREN, SIRET):
            return digits[:SIREN]
        vat = "".join(filter(str.isalnum, self.vat or "")).upper()
        return "" if digits else vat_siren(vat)

    def _facturx_party(self):
        """Who it is for the other platforms (to be called on the commercial entity)."""
        self.ensure_one()
        siren = self._facturx_siren() if self.tpe_profile != "consumer" else ""
        digits = self._facturx_digits()
        siret = digits if siren and len(digits) == SIRET else ""
        address, scheme = self._facturx_address(siren)
        return Party(siren=siren, siret=siret, address=address, scheme=scheme)

    def _facturx_address(self, siren):
        """BT-34 or BT-49 and its scheme: what a person wrote, else what is known."""
        if self.tpe_electronic_address or siren:
            return self.tpe_electronic_address or siren, "0225"
        if self.country_code not in (*FRANCE, False) and self.peppol_endpoint:
            return self.peppol_endpoint, self.peppol_eas
        # EM: an e-mail address, for who is in no directory.
        return self.email_normalized or "", "EM"

    def _facturx_destination(self):
        """Value of the note BAR: how the tax office shall hear of the invoice."""
        abroad = self.country_code not in (*FRANCE, False)
        if self.tpe_profile == "consumer":
            return "B2CINT" if abroad else "B2C"
        if abroad:
            return "B2BINT"
        return "B2B" if self._facturx_siren() else ""
