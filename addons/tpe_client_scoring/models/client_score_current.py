from odoo import api, models

from ..tools.margin import whale_curve
from ..tools.score import WEIGHTS


class ClientScoreCurrent(models.Model):
    """The rows of today, for the screens."""

    _inherit = "tpe.client.score"

    @api.model
    def _current(self, company, partners=None) -> list:
        """Domain of the rows of today, of some customers or of all."""
        domain = [("company_id", "=", company.id), ("is_current", "=", True)]
        if partners is not None:
            domain.append(("partner_id", "in", partners.commercial_partner_id.ids))
        return domain

    def action_refresh(self):
        """Compute the scores of the companies of these rows, or of the current one, now."""
        self.env.user._tpe_check_manager()
        companies = self.company_id or self.env.company
        for company in companies & self.env.companies:
            self.env["tpe.client.score"].sudo()._refresh(company)
        return True

    def action_open_invoices(self):
        """The payment facts behind the payment delay."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("How %s pays", self.partner_id.display_name),
            "res_model": "tpe.receivable.settlement",
            "views": [(False, "list"), (False, "kanban"), (False, "pivot")],
            "mobile_view_mode": "kanban",
            "domain": [
                ("partner_id", "=", self.partner_id.id),
                ("company_id", "=", self.company_id.id),
                ("kind", "!=", "credit_note"),
            ],
        }

    def action_open_margin(self):
        """The invoice lines behind the net margin."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("What %s leaves", self.partner_id.display_name),
            "res_model": "tpe.product.margin",
            "views": [(False, "list"), (False, "kanban"), (False, "pivot")],
            "mobile_view_mode": "kanban",
            "domain": [
                ("partner_id", "=", self.partner_id.id),
                ("company_id", "=", self.company_id.id),
            ],
        }

    def _explained(self):
        """How the score is made: ``[(criterion, points, weight)]``; unknown ones left out."""
        self.ensure_one()
        return [
            (name, self[f"{name}_points"], weight)
            for name, weight in WEIGHTS.items()
            if self[f"{name}_status"] != "unknown"
        ]

    @api.model
    def _whale(self, company):
        """The whale curve of ``company``: its customers, the most profitable first."""
        rows = self.search_fetch(
            self._current(company), ["partner_id", "euros_per_month"]
        )
        return whale_curve((row.partner_id.id, row.euros_per_month) for row in rows)
