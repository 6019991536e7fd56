from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import AccessError


class DigestDigest(models.Model):
    _inherit = "digest.digest"

    kpi_tpe_cash = fields.Boolean("Cash balance")
    kpi_tpe_cash_value = fields.Monetary(compute="_compute_kpi_tpe_cash_value")
    kpi_tpe_low_point = fields.Boolean("Lowest balance expected in 13 weeks")
    kpi_tpe_low_point_value = fields.Monetary(
        compute="_compute_kpi_tpe_low_point_value"
    )

    def _compute_kpi_tpe_cash_value(self):
        """What bank and till held on the last evening of the period."""
        day = self._tpe_cash_day()
        forecasts = self.env["tpe.cash.forecast"].sudo()
        for digest in self:
            company = digest.company_id or self.env.company
            digest.kpi_tpe_cash_value = forecasts._balances(company, [day])[day]

    def _compute_kpi_tpe_low_point_value(self):
        """What the last forecast of the period, or of the Monday before, said."""
        day = self._tpe_cash_day()
        for digest in self:
            company = digest.company_id or self.env.company
            digest.kpi_tpe_low_point_value = (
                self.env["tpe.cash.forecast"]
                .sudo()
                .search(
                    [
                        ("company_id", "=", company.id),
                        ("date", "<=", day + timedelta(1)),
                    ],
                    limit=1,
                )
                .low_point
            )

    def _tpe_cash_day(self):
        """The last day of the period; refused to those who see no cash."""
        user = self.env.user
        companies = self.company_id or self.env.company
        # Anybody reads any digest: its figures are those of its company.
        if (
            not user.has_group("tpe_base.group_tpe_manager")
            or companies - user.company_ids
        ):
            raise AccessError(
                self.env._("Do not have access, skip this data for user's digest email")
            )
        return self._tpe_days()[1] - timedelta(1)

    def _compute_kpis_actions(self, company, user):
        menu = self.env.ref("tpe_base.menu_tpe_root").id
        action = f"tpe_cashforecast.cash_dashboard_action?menu_id={menu}"
        return {
            **super()._compute_kpis_actions(company, user),
            "kpi_tpe_cash": action,
            "kpi_tpe_low_point": action,
        }
