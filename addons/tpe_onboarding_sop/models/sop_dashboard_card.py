from odoo import api, models


class SopDashboardCard(models.AbstractModel):
    """The procedures on the owner's page."""

    _inherit = "tpe.cash.dashboard"

    @api.model
    def _cards(self, company):
        cards = super()._cards(company)
        # The accountant reads this page and follows no procedure.
        if self.env["tpe.sop.run"].has_access("read"):
            cards.append(self._procedures_card(company))
        return cards

    def _procedures_card(self, company):
        today = self.env["tpe.sop"]._today(company)
        running = [("company_id", "=", company.id), ("state", "=", "running")]
        late = [*running, ("due_on", "<", today)]
        runs = self.env["tpe.sop.run"]
        count, behind = runs.search_count(running), runs.search_count(late)
        return self._card(
            "procedures",
            self.env._("Procedures"),
            self.env._("%s running", count),
            self.env._("%s late", behind),
            self.env._(
                "Runs of procedures that are not finished; late: after their day."
            ),
            self._window("tpe.sop.run", late if behind else running),
        )
