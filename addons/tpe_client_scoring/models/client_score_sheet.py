from odoo import api, models

from .client_score_bars import CRITERIA


class ClientScoreSheet(models.Model):
    """The sheet of a customer, in words: what the widget of the form shows.

    It is asked for when the tab is opened, so the form of a customer costs nothing more.
    """

    _inherit = "tpe.client.score"

    @api.model
    def action_sheet(self, partner_id):
        """The sheet of this customer, or of the firm this contact belongs to."""
        self.check_access("read")
        partner = self.env["res.partner"].browse(partner_id).commercial_partner_id
        partner.check_access("read")
        company = self.env.company
        score = self.search(self._current(company, partner))
        sheet = {
            "partner_id": partner.id,
            "partner": partner.display_name,
            "company": company.name,
            "can_decide": self.env.user.has_group("tpe_base.group_tpe_manager"),
            "known": bool(score),
            "answers": self._answers(company, partner),
            "decisions": self._decisions(company, partner),
            "remedies_done": self._remedies_done(company, partner),
        }
        return sheet | score._sheet() if score else sheet

    def _sheet(self):
        self.ensure_one()
        history = self._history()
        return {
            "score_id": self.id,
            "headline": self._headline(history),
            "costs": self.euros_per_month < 0,
            "enough": self.verdict != "unknown",
            "verdict": self._label("final_verdict"),
            "computed": self._label("verdict"),
            "decided": self._label("decided_verdict"),
            "diverges": self.diverges,
            "computed_on": self._day_word(self.company_id._scoring_grid().last_run_on),
            "why": self._why(history),
            "score": self.score if self.score_class != "unknown" else None,
            "score_class": self._label("score_class"),
            "trend": self.trend,
            "trend_label": self._trend_words(),
            "history": [
                {
                    "month": self._month_word(row.month, self._day()),
                    "score": row.score if row.score_class != "unknown" else None,
                    "euros": self._euros(row.euros_per_month),
                    "verdict": row._label("verdict"),
                }
                for row in history
            ],
            "dependency": self._dependency_words(),
            "bars": self._bars(),
            "money": self._money_rows(),
            "money_note": self._money_note(),
            "points": self._points_rows(),
            "remedies": self._remedy_cards(),
        }

    def _history(self):
        """The months kept of this customer, the oldest first."""
        return self.search(
            [
                ("company_id", "=", self.company_id.id),
                ("partner_id", "=", self.partner_id.id),
                ("is_current", "=", False),
            ],
            order="month",
        )

    def _headline(self, history):
        """« Costs you 212 € a month since March »."""
        if not self.revenue and not self.time_cost:
            return self.env._("Not enough data: nothing was invoiced lately")
        euros = self._euros(abs(self.euros_per_month))
        if self.euros_per_month >= 0:
            return self.env._("Brings you %s a month", euros)
        since = self._costs_since(history)
        if not since:
            return self.env._("Costs you %s a month", euros)
        return self.env._(
            "Costs you %(euros)s a month since %(month)s",
            euros=euros,
            month=self._month_word(since, self._day()),
        )

    def _costs_since(self, history):
        """The month in which he began to cost money, or False where it is not known."""
        since = False
        for row in reversed(history):
            if row.euros_per_month >= 0:
                return since
            since = row.month
        # He has cost money for as long as months were kept: we do not know since when.
        return False

    def _why(self, history=()):
        """The criteria behind the proposal, in words, and since when there are three."""
        toxic = [
            self._criterion_words(name)
            for name in CRITERIA
            if self[f"{name}_status"] == "toxic"
        ]
        if self.verdict == "unknown":
            return self.env._("Too little is known to propose anything.")
        if not toxic:
            return self.env._("No criterion is beyond the threshold.")
        why = self.env._(
            "Beyond the threshold: %(criteria)s (%(number)s of 5).",
            criteria=", ".join(toxic),
            number=len(toxic),
        )
        # Before the first month that was kept nobody knows.
        if history and self.toxic_since and history[0].verdict != "part":
            since = self._month_word(self.toxic_since, self._day())
            why += " " + self.env._("Three or more since %s.", since)
        return why

    def _trend_words(self):
        if self.trend == "unknown":
            return self.env._("Trend: not enough data")
        if self.trend == "steady":
            return self.env._(
                "Steady: %(before)s → %(now)s in 3 months",
                before=self.score_before,
                now=self.score,
            )
        return self.env._(
            "%(trend)s than 3 months before (%(before)s → %(now)s)",
            trend=self._label("trend"),
            before=self.score_before,
            now=self.score,
        )

    def _dependency_words(self):
        if not self.is_dependency:
            return ""
        return self.env._(
            "%(share)s of your revenue: above the %(alert)s that raise the alert. If he "
            "leaves, or pays late, the firm feels it.",
            share=self._percentage(self.dependency_share),
            alert=self._percentage(self.company_id._scoring_grid().dependency_alert),
        )

    def _decisions(self, company, partner):
        decisions = self.env["tpe.client.decision"].search(
            [("company_id", "=", company.id), ("partner_id", "=", partner.id)], limit=5
        )
        verdicts = dict(
            decisions._fields["computed_verdict"]._description_selection(self.env)
        )
        return [
            {
                "id": decision.id,
                "verdict": verdicts[decision.verdict],
                "computed": verdicts.get(decision.computed_verdict, ""),
                "author": decision.author_id.sudo().name,
                "on": self._day_word(decision.decided_on),
                "reason": decision.reason,
            }
            for decision in decisions
        ]
