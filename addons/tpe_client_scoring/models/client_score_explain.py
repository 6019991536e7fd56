from odoo import models


class ClientScoreExplain(models.Model):
    """How it is computed: what anybody can do again by hand."""

    _inherit = "tpe.client.score"

    def _money_rows(self):
        """From the revenue to the result a month."""
        rows = (
            (self.env._("Revenue, taxes off"), self.revenue),
            (self.env._("Cost of sales"), -self.cost),
            (self.env._("Your hours"), -self.time_cost),
            (self.env._("Late days"), -self.late_cost),
            (self.env._("Reminders"), -self.reminder_cost),
            (self.env._("Net result"), self.net_margin),
        )
        return [{"label": label, "amount": self._euros(value)} for label, value in rows]

    def _money_note(self):
        grid = self.company_id._scoring_grid()
        return self.env._(
            "Over %(months)s months: %(net)s / %(months)s = %(month)s a month. An hour "
            "costs %(hour)s; late days cost %(rate)s a year.",
            months=self.months,
            net=self._euros(self.net_margin),
            month=self._euros(self.euros_per_month),
            hour=self._euros(grid.hourly_cost),
            rate=self._percentage(grid.financing_rate),
        )

    def _points_rows(self):
        return [
            {"label": self._criterion_words(name), "points": points, "weight": weight}
            for name, points, weight in self._explained()
        ]

    def _answers(self, company, partner):
        """What a person answered, and who; an empty answer is « unknown »."""
        profile = self.env["tpe.client.profile"].search(
            [("company_id", "=", company.id), ("partner_id", "=", partner.id)]
        )
        unknown = self.env._("Unknown")
        yes = self.env._("Yes")
        no = self.env._("No")

        def words(name):
            labels = dict(profile._fields[name]._description_selection(self.env))
            return labels.get(profile[name]) or unknown

        hours = unknown
        if profile.has_manual_hours:
            hours = self.env._("%s a month", self._number(profile.manual_hours))
        paid = profile.acquisition_cost or self.cac
        cost = self._euros(paid) if paid else unknown
        rows = (
            ("alignment", words("alignment")),
            ("ideal_customer", words("ideal_customer")),
            ("recommends", yes if profile.recommends else no),
            ("one_shot", yes if profile.one_shot else no),
            ("manual_hours", hours),
            ("acquisition_cost", cost),
        )
        return {
            "id": profile.id,
            "by": profile.answered_by_id.sudo().name or "",
            "on": self._day_word(profile.answered_on),
            "rows": [
                {
                    "label": profile._fields[name]._description_string(self.env),
                    "value": value,
                }
                for name, value in rows
            ],
        }
