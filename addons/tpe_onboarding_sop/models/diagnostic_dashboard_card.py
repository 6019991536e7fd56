from odoo import api, models


class DiagnosticDashboardCard(models.AbstractModel):
    """The plan on the owner's page."""

    _inherit = "tpe.cash.dashboard"

    @api.model
    def _cards(self, company):
        cards = super()._cards(company)
        card = self._plan_card(company)
        return [*cards, card] if card else cards

    def _plan_card(self, company):
        """None without a plan, or for who may not read it."""
        diagnostics = self.env["tpe.diagnostic"]
        if not diagnostics.has_access("read"):
            return None
        last = diagnostics.search(
            [
                ("company_id", "=", company.id),
                "|",
                ("state", "=", "done"),
                ("action_ids", "!=", False),
            ],
            limit=1,
        )
        actions = last._plan() if last else None
        if not actions:
            return None
        plan = last._progress(actions)
        return self._card(
            "plan",
            self.env._("Plan"),
            self.env._("Done: %(done)s of %(all)s", done=plan.done, all=plan.total),
            self.env._(
                "%(won)s won of %(euros)s expected, %(late)s late",
                won=self._euros(plan.won),
                euros=self._euros(plan.euros),
                late=plan.late,
            ),
            self.env._(
                "Actions of the last diagnostic, and those still open before it. Won: "
                "what the actions that are done were expected to bring over twelve "
                "months; late: after their day."
            ),
            self._window(
                "tpe.diagnostic.action",
                [("id", "in", actions.ids)],
                ("kanban", "list", "form"),
            ),
        )
