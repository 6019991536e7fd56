from odoo import api, models


class BasePartnerMerge(models.TransientModel):
    _inherit = "base.partner.merge.automatic.wizard"

    @api.model
    def _update_foreign_keys(self, src_partners, dst_partner):
        """Override: the page of a customer who ceases to be is not that of another.

        Its address is signed for him.  Core would move it, and stumble over the index
        that allows one page of each customer.
        """
        self.env["tpe.dunning.access"].sudo().search(
            [("partner_id", "in", src_partners.ids)]
        ).unlink()
        return super()._update_foreign_keys(src_partners, dst_partner)
