from odoo import fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain


class DigestDigest(models.Model):
    _inherit = "digest.digest"

    kpi_tpe_late = fields.Boolean("Late: what customers should have paid")
    kpi_tpe_late_value = fields.Monetary(compute="_compute_kpi_tpe_late_value")
    kpi_tpe_recovered = fields.Boolean("Received within 30 days of a reminder")
    kpi_tpe_recovered_value = fields.Monetary(
        compute="_compute_kpi_tpe_recovered_value"
    )
    kpi_tpe_days_late = fields.Boolean("Average days late of the payments received")
    kpi_tpe_days_late_value = fields.Float(compute="_compute_kpi_tpe_days_late_value")

    def _compute_kpi_tpe_late_value(self):
        """What was late at the end of the period: paid since then, or still open."""
        end = self._tpe_days()[1]
        late = Domain("due_date", "<", end) & (
            Domain("is_open", "=", True) | Domain("settlement_date", ">=", end)
        )
        self._tpe_value("kpi_tpe_late_value", late, "amount:sum")

    def _compute_kpi_tpe_recovered_value(self):
        recovered = (
            self._tpe_payments()
            & Domain("reminded_on", "!=", False)
            & Domain("days_after_reminder", "<=", 30)
        )
        self._tpe_value("kpi_tpe_recovered_value", recovered, "amount:sum")

    def _compute_kpi_tpe_days_late_value(self):
        self._tpe_value(
            "kpi_tpe_days_late_value", self._tpe_payments(), "days_late:avg"
        )

    def _tpe_days(self):
        """First day of the period, and the day on which it ends, left out.

        Entries carry a day and no hour: « the last 24 hours » is yesterday.
        """
        start, end, _companies = self._get_kpi_compute_parameters()
        return fields.Date.to_date(start), fields.Date.to_date(end)

    def _tpe_payments(self):
        start, end = self._tpe_days()
        return (
            Domain("kind", "=", "payment")
            & Domain("settlement_date", ">=", start)
            & Domain("settlement_date", "<", end)
        )

    def _tpe_value(self, field, domain, aggregate):
        """Write on ``field`` of each digest the figure of its company."""
        user = self.env.user
        if not (
            user.has_group("tpe_base.group_tpe_assistant")
            or user.has_group("account.group_account_readonly")
        ):
            raise AccessError(
                self.env._("Do not have access, skip this data for user's digest email")
            )
        companies = self._get_kpi_compute_parameters()[2]
        values = dict(
            self.env["tpe.receivable.settlement"]
            .sudo()
            ._read_group(
                Domain("company_id", "in", companies.ids) & domain,
                ["company_id"],
                [aggregate],
            )
        )
        for digest in self:
            company = digest.company_id or self.env.company
            digest[field] = values.get(company) or 0.0

    def _compute_kpis_actions(self, company, user):
        menu = self.env.ref("tpe_base.menu_tpe_root").id
        action = f"tpe_dunning.dunning_figures_action?menu_id={menu}"
        return {
            **super()._compute_kpis_actions(company, user),
            "kpi_tpe_late": action,
            "kpi_tpe_recovered": action,
            "kpi_tpe_days_late": action,
        }
