from odoo import api, models
from odoo.tools import SQL


class BasePartnerMerge(models.TransientModel):
    _inherit = "base.partner.merge.automatic.wizard"

    @api.model
    def _update_foreign_keys(self, src_partners, dst_partner):
        """Override: the scores of a customer who ceases to be are not those of another.

        Core would move them, and stumble over the index that allows one of each.  The
        next night computes both as one.
        """
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                "DELETE FROM tpe_client_score WHERE partner_id = ANY(%s)",
                src_partners.ids,
            )
        )
        self.env["tpe.client.score"].invalidate_model()
        return super()._update_foreign_keys(src_partners, dst_partner)
