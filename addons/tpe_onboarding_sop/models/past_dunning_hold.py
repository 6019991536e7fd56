from odoo import models
from odoo.tools import SQL

from odoo.addons.tpe_dunning.models.dunning_hold import Hold


class DunningHold(models.AbstractModel):
    _inherit = "tpe.dunning.hold"

    def _agreements(self, company, today, partner=None):
        """Override: what was taken over waits until a person releases it."""
        by_move, by_partner = super()._agreements(company, today, partner)
        rows = self.env.execute_query(
            SQL(
                """
                SELECT move.id
                  FROM tpe_past_import past
                  JOIN account_move move ON move.tpe_past_import_id = past.id
                 WHERE past.company_id = %s
                   AND past.is_held
                   AND move.move_type = 'out_invoice'
                   AND move.payment_state NOT IN ('paid', 'reversed')
                """,
                company.id,
            )
        )
        held = {move_id: Hold("past") for [move_id] in rows}
        # A promise, or a dispute, says more.
        return held | by_move, by_partner
