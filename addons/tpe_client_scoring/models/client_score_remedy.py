from odoo import models

from ..tools.remedy import Situation, remedies


class ClientScoreRemedy(models.Model):
    """What would make a customer pay, before he is refused."""

    _inherit = "tpe.client.score"

    def _remedies(self):
        """Price, deposit, term and hours that bring the net margin to its target."""
        self.ensure_one()
        self.check_access("read")
        return remedies(self._situation())

    def _situation(self):
        grid = self.company_id._scoring_grid()
        return Situation(
            months=self.months or 1,
            revenue=self.revenue,
            cost=self.cost,
            time_cost=self.time_cost,
            late_cost=self.late_cost,
            reminder_cost=self.reminder_cost,
            billed=self.billed,
            delay_days=self.delay_days,
            target=grid.target_margin,
            financing_rate=grid.financing_rate,
            hourly_cost=grid.hourly_cost,
            usual_term=grid.delay_good,
        )
