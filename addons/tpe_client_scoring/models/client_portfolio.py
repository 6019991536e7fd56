from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.tools import SQL

# A browser draws no more, and a person reads no more.
BUBBLES, CHANGES, FIRST = 200, 30, 5


class ClientPortfolio(models.AbstractModel):
    """All the customers on one page: map, whale curve, dependency, what changed."""

    _name = "tpe.client.portfolio"
    _description = "Portfolio of Customers"

    @api.model
    def action_page(self):
        """What the page shows, in the words of the user."""
        scores = self.env["tpe.client.score"]
        scores.check_access("read")
        company = self.env.company
        rows = scores.search_fetch(
            scores._current(company),
            [
                "partner_id",
                "margin_rate",
                "margin_status",
                "delay_days",
                "delay_status",
                "revenue_month",
                "euros_per_month",
                "final_verdict",
                "score_class",
                "dependency_share",
            ],
        )
        steps = scores._whale(company)
        return {
            "company": company.name,
            "day": scores._day_word(company._scoring_grid().last_run_on),
            "can_compute": self.env.user.has_group("tpe_base.group_tpe_manager"),
            "empty": not rows,
            "summary": self._summary(rows),
            "customers": self._customers(rows),
            "more": max(0, len(rows) - BUBBLES),
            "verdicts": [
                {"code": code, "label": label}
                for code, label in scores._fields[
                    "final_verdict"
                ]._description_selection(self.env)
            ],
            "whale": self._whale(steps),
            "whale_words": self._whale_words(steps),
            "dependency": self._dependency(rows, company),
            "changes": self._changes(company),
        }

    def _summary(self, rows):
        words = self.env["tpe.client.score"]
        losing = rows.filtered(lambda row: row.euros_per_month < 0)
        return [
            {
                "label": self.env._("What customers leave a month"),
                "value": words._euros(sum(rows.mapped("euros_per_month"))),
            },
            {
                "label": self.env._("Customers who cost money: %s", len(losing)),
                "value": words._euros(sum(losing.mapped("euros_per_month"))),
            },
            {
                "label": self.env._("To part with, or to improve"),
                "value": str(
                    len(rows.filtered(lambda r: r.final_verdict in ("part", "improve")))
                ),
            },
        ]

    def _customers(self, rows):
        """The largest first: a bubble each where margin and delay are known."""
        largest = rows.sorted(lambda row: (-row.revenue_month, row.id))[:BUBBLES]
        return [
            {
                "id": row.id,
                "name": row.partner_id.display_name,
                "margin": row.margin_rate if row.margin_status != "unknown" else None,
                "delay": row.delay_days if row.delay_status != "unknown" else None,
                "revenue": row.revenue_month,
                "revenue_words": row._euros(row.revenue_month),
                "margin_words": row._percentage(row.margin_rate)
                if row.margin_status != "unknown"
                else "–",
                "delay_words": row._number(row.delay_days, 0)
                if row.delay_status != "unknown"
                else "–",
                "euros_words": row._euros(row.euros_per_month),
                "verdict": row.final_verdict,
                "verdict_label": row._label("final_verdict"),
                "score_class": row._label("score_class"),
            }
            for row in largest
        ]

    def _whale(self, steps):
        """At most a few hundred points of the curve; its top and its end among them."""
        stride = max(1, len(steps) // BUBBLES)
        top = max(steps, key=lambda step: step.cumulated, default=None)
        kept = [
            step
            for step in steps
            if step.rank % stride == 0 or step in (steps[0], steps[-1], top)
        ]
        names = {
            partner.id: partner.display_name
            for partner in self.env["res.partner"].browse(step.key for step in kept)
        }
        return [
            {
                "rank": step.rank,
                "name": names[step.key],
                "cumulated": step.cumulated,
                "words": self.env["tpe.client.score"]._euros(step.cumulated),
            }
            for step in kept
        ]

    def _whale_words(self, steps):
        if not steps:
            return ""
        euros = self.env["tpe.client.score"]._euros
        top = max(steps, key=lambda step: step.cumulated)
        if top.rank == len(steps):
            return self.env._(
                "All your %(number)s customers leave money: %(total)s a month.",
                number=len(steps),
                total=euros(top.cumulated),
            )
        return self.env._(
            "The first %(rank)s customers leave %(top)s a month; the %(others)s others "
            "take %(lost)s of it back, and %(total)s are left.",
            rank=top.rank,
            top=euros(top.cumulated),
            others=len(steps) - top.rank,
            lost=euros(top.cumulated - steps[-1].cumulated),
            total=euros(steps[-1].cumulated),
        )

    def _dependency(self, rows, company):
        words = self.env["tpe.client.score"]
        alert = company._scoring_grid().dependency_alert
        first = rows.sorted(lambda row: (-row.dependency_share, row.id))[:FIRST]
        heavy = first.filtered(lambda row: row.dependency_share > alert)
        return {
            "alert": self.env._(
                "%(customer)s makes %(share)s of your revenue, above the %(alert)s of "
                "your grid.",
                customer=heavy[0].partner_id.display_name,
                share=words._percentage(heavy[0].dependency_share),
                alert=words._percentage(alert),
            )
            if heavy
            else "",
            "first": [
                {
                    "id": row.id,
                    "name": row.partner_id.display_name,
                    "share": row.dependency_share,
                    "words": words._percentage(row.dependency_share),
                }
                for row in first
            ],
            "together": words._percentage(sum(first.mapped("dependency_share"))),
            "number": len(first),
        }

    def _changes(self, company):
        """Who is not what he was at the end of last month, the most euros first."""
        scores = self.env["tpe.client.score"]
        labels = {
            name: dict(scores._fields[name]._description_selection(self.env))
            for name in ("verdict", "score_class")
        }
        changes = []
        for new_id, partner, *figures in self._changed_rows(company):
            before, now, class_before, class_now, euros_before, euros_now = figures
            words = []
            if before != now:
                words.append(f"{labels['verdict'][before]} → {labels['verdict'][now]}")
            if class_before != class_now:
                words.append(
                    self.env._(
                        "class %(before)s → %(now)s",
                        before=labels["score_class"][class_before],
                        now=labels["score_class"][class_now],
                    )
                )
            changes.append(
                {
                    "id": new_id,
                    "partner": partner,
                    "words": ", ".join(words) or "–",
                    "before": scores._euros(euros_before),
                    "now": scores._euros(euros_now),
                }
            )
        partners = self.env["res.partner"].browse(row["partner"] for row in changes)
        names = {partner.id: partner.display_name for partner in partners}
        return [{**row, "name": names[row["partner"]]} for row in changes]

    def _changed_rows(self, company):
        """Read straight from the table, for one company the user may see."""
        self.env["tpe.client.score"].flush_model()
        last = fields.Date.start_of(company._dunning_today(), "month")
        return self.env.execute_query(
            SQL(
                """
                SELECT now.id, now.partner_id, old.verdict, now.verdict,
                       old.score_class, now.score_class,
                       COALESCE(old.euros_per_month, 0),
                       COALESCE(now.euros_per_month, 0)
                  FROM tpe_client_score now
                  JOIN tpe_client_score old
                    ON old.partner_id = now.partner_id
                   AND old.company_id = now.company_id
                   AND NOT old.is_current AND old.month = %(month)s
                 WHERE now.company_id = %(company)s AND now.is_current
                   AND (now.verdict <> old.verdict
                        OR now.score_class <> old.score_class
                        OR sign(now.euros_per_month) <> sign(old.euros_per_month))
              ORDER BY abs(now.euros_per_month - old.euros_per_month) DESC, now.id
                 LIMIT %(limit)s
                """,
                month=last - relativedelta(months=1),
                company=company.id,
                limit=CHANGES,
            )
        )

    @api.model
    def action_compute(self):
        """Compute now what is otherwise computed each night."""
        self.env["tpe.client.score"].action_refresh()
        return self.action_page()
