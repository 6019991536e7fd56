from odoo import api, models
from odoo.fields import Domain

# tpe_onboarding_sop writes it; neither addon needs the other.
PAST = "tpe_past_import_id"


class AccountMove(models.Model):
    """Invoices taken over from another software, which made their documents."""

    _inherit = "account.move"

    def _facturx_past(self):
        """Those of self that were taken over: without lines nor VAT, they become no file."""
        return self.filtered(PAST) if PAST in self._fields else self.browse()

    @api.model
    def _facturx_not_past(self):
        return Domain(PAST, "=", False) if PAST in self._fields else Domain.TRUE
