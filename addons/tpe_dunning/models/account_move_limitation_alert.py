from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.tools import format_date


class AccountMoveLimitationAlert(models.Model):
    """Who is told, and when, that a claim is about to be lost."""

    _inherit = "account.move"

    tpe_limitation_warned = fields.Date(
        string="Limitation already announced",
        copy=False,
        help="The managers are told once for each limitation date.",
    )

    @api.depends("tpe_limitation_state")
    def _compute_alerts(self):
        return super()._compute_alerts()

    def _get_alerts(self):
        """Override of `account`: say when the claim is about to be lost."""
        alerts = super()._get_alerts()
        if self.tpe_limitation_state in ("near", "barred"):
            alerts["tpe_limitation"] = {
                "level": "warning",
                "message": self._limitation_alert(),
            }
        return alerts

    def _limitation_alert(self):
        day = format_date(self.env, self.tpe_limitation_date)
        if self.tpe_limitation_state == "barred":
            return self.env._(
                "Time-barred: this invoice could be claimed in court until %s. Before you "
                "write it off, check the delivery date and whether the customer promised "
                "in writing to pay.",
                day,
            )
        return self.env._(
            "This invoice can be claimed in court until %(day)s only (whole months left: "
            "%(months)s). A reminder or a formal notice does not stop the clock: obtain "
            "a written promise or a part payment, or go to court.",
            day=day,
            months=self.tpe_limitation_months,
        )

    @api.model
    def _cron_limitation(self):
        """Tell the managers, once, which claims are about to be lost."""
        cron = self.env["ir.cron"]
        moves = self._limitation_to_announce()
        cron._commit_progress(remaining=len(moves))
        for move in moves:
            move._announce_limitation()
            if not cron._commit_progress(1):
                return

    @api.model
    def _limitation_to_announce(self):
        """Open invoices near their limitation that nobody was told about."""
        moves = self.browse()
        for company in self.env["res.company"]._french_law_companies():
            today = company._dunning_today()
            horizon = today + relativedelta(
                months=company.tpe_limitation_warning_months
            )
            if horizon > today:
                moves |= self.search(
                    [
                        ("company_id", "=", company.id),
                        ("tpe_limitation_date", ">=", today),
                        ("tpe_limitation_date", "<=", horizon),
                    ]
                )
        return moves.filtered(
            lambda move: move.tpe_limitation_warned != move.tpe_limitation_date
        )

    def _announce_limitation(self):
        """One activity for each manager of the company, without an e-mail for each."""
        self.ensure_one()
        managers = self.env.ref("tpe_base.group_tpe_manager").all_user_ids.filtered(
            lambda user: (
                user.active and not user.share and self.company_id in user.company_ids
            )
        )
        for user in managers:
            speaking = self.with_context(
                lang=user.lang, mail_activity_quick_update=True
            )
            speaking.activity_schedule(
                "mail.mail_activity_data_todo",
                user_id=user.id,
                date_deadline=self.company_id._dunning_today(),
                summary=speaking.env._("Claim about to be time-barred"),
                note=speaking._limitation_alert(),
            )
        self.tpe_limitation_warned = self.tpe_limitation_date
