from odoo import api, models


class CashDashboardCard(models.AbstractModel):
    """Cards that other addons put on the dashboard.

    An addon extends `_cards`, and draws its card by itself when it registers a component
    under the card's ``component`` in the JavaScript registry ``tpe_dashboard_cards``.
    """

    _inherit = "tpe.cash.dashboard"

    @api.model
    def _cards(self, company) -> list[dict]:
        """Cards in the order they are shown, made by `_card`."""
        return [self._reminders_card(company)]

    def _reminders_card(self, company):
        """What the reminders of this month did."""
        first = company._dunning_today().replace(day=1)
        sent = [
            ("company_id", "=", company.id),
            ("state", "=", "sent"),
            ("sent_on", ">=", first),
        ]
        received = [
            ("company_id", "=", company.id),
            ("kind", "=", "payment"),
            ("settlement_date", ">=", first),
            ("days_after_reminder", ">=", 0),
            ("days_after_reminder", "<=", 30),
        ]
        count = self.env["tpe.dunning.reminder"].search_count(sent)
        [[amount]] = self.env["tpe.receivable.settlement"]._read_group(
            received, [], ["amount:sum"]
        )
        return self._card(
            "reminders",
            self.env._("Reminders"),
            self.env._("%s sent", count),
            self.env._("%s came in", self._euros(amount or 0)),
            self.env._(
                "Reminders that left since the first of the month, and payments of this "
                "month that came at most 30 days after a reminder of the same invoice."
            ),
            self._window(
                "tpe.receivable.settlement", received, ("list", "pivot", "kanban")
            ),
        )
