from dateutil.relativedelta import relativedelta

from odoo import api, models
from odoo.fields import Date
from odoo.tools import SQL
from odoo.tools.gc import disabling_gc

from ..tools.criteria import Grid
from ..tools.margin import lifetime_value
from ..tools.score import WEIGHTS, judge, trend
from .scoring_facts import DAYS_A_MONTH

TREND_MONTHS = 3
CRITERIA = {
    name: (f"{name}_status", f"{name}_count", f"{name}_points") for name in WEIGHTS
}


class ClientScoreCompute(models.Model):
    """From facts to rows: a few statements, then plain Python."""

    _inherit = "tpe.client.score"

    @api.model
    def _computed(self, company, day=None):
        """``{customer: values of his row}`` as of ``day``, without what was decided."""
        facts = self.env["tpe.scoring.facts"]
        window = facts._window(company, day)
        # Lists by the hundred thousand, and no cycle among them.
        with disabling_gc():
            return self._judged(window, facts._customers(window), live=day is None)

    def _judged(self, window, customers, live):
        grid = Grid(*(window.grid[name] for name in Grid._fields))
        whole = {
            "day": window.end,
            "sold": sum(max(0, known.facts.revenue) for known in customers.values()),
            "dependency_alert": window.grid.dependency_alert,
            "ltv_months": window.grid.ltv_months,
        }
        earlier = self._earlier(window.company, window.end, live)
        return {
            partner: self._row(
                whole, customer, judge(customer.facts, grid), earlier.get(partner)
            )
            for partner, customer in customers.items()
        }

    def _row(self, whole, customer, found, earlier):
        """The stored columns of one customer, rounded as they are stored."""
        facts, money = customer.facts, found.money
        share = _percent(max(0, facts.revenue), whole["sold"])
        a_month = round(money.net / facts.months, 2)
        before, toxic_since = earlier or (None, None)
        row = {
            "delay_beyond": found.beyond,
            "delay_term": _ratio(customer.term_days, facts.paid_amount)
            if found.delay.points is not None
            else None,
            "late_amount": round(customer.late_amount, 2),
            "disputed_amount": round(customer.disputed, 2),
            "billed": round(facts.paid_amount, 2),
            "months": facts.months,
            "revenue": round(facts.revenue, 2),
            "cost": round(facts.cost, 2),
            "time_cost": money.time_cost,
            "late_cost": money.late_cost,
            "reminder_cost": money.reminder_cost,
            "net_margin": money.net,
            "revenue_month": round(facts.revenue / facts.months, 2),
            "euros_per_month": a_month,
            "unknown_share": _percent(facts.unknown_revenue, facts.revenue),
            "estimated_share": _percent(customer.estimated, facts.revenue),
            "time_source": found.time_source,
            "meeting_hours": round(facts.meeting_hours, 1),
            "mail_count": facts.mails,
            "call_count": int(facts.calls),
            "credit_note_count": facts.credit_notes,
            "reminder_count": facts.reminders,
            "first_invoice_on": customer.first,
            "last_invoice_on": customer.last,
            "seniority_months": int(
                (whole["day"] - customer.first).days / DAYS_A_MONTH
            ),
            "own_gap": round(facts.own_gap, 1) if facts.own_gap is not None else None,
            "alignment": facts.alignment,
            "dependency_share": share,
            "is_dependency": share > whole["dependency_alert"],
            "score": found.score,
            "score_class": found.score_class,
            "toxic_count": found.toxic,
            "known_count": found.known,
            "verdict": found.verdict,
            "score_before": before,
            "trend": trend(found.score, before),
            "toxic_since": (toxic_since or whole["day"])
            if found.verdict == "part"
            else None,
            "ltv": lifetime_value(a_month, whole["ltv_months"], facts.one_shot),
            "cac": round(customer.cac, 2),
        }
        for name, columns in CRITERIA.items():
            criterion = getattr(found, name)
            row |= zip(columns, criterion[1:], strict=True)
        row["delay_days"] = found.delay.value
        row["margin_rate"] = found.margin.value
        row["time_hours"] = found.time.value
        row["recurrence_ratio"] = found.recurrence.value
        return row

    def _earlier(self, company, day, live):
        """``{customer: (score three months before, day since which he is toxic)}``.

        The day is that of the row before: the one of last night, else of last month.
        """
        month = Date.start_of(day, "month")
        rows = self.env.execute_query(
            SQL(
                """
                SELECT partner_id,
                       MAX(score) FILTER (WHERE NOT is_current AND month = %(before)s),
                       CASE WHEN %(live)s AND BOOL_OR(is_current)
                            THEN MAX(toxic_since) FILTER (WHERE is_current)
                            ELSE MAX(toxic_since) FILTER (
                                WHERE NOT is_current AND month = %(last)s) END
                  FROM tpe_client_score
                 WHERE company_id = %(company)s
                   AND (is_current OR month IN (%(before)s, %(last)s))
              GROUP BY partner_id
                """,
                company=company.id,
                before=month - relativedelta(months=TREND_MONTHS),
                last=month - relativedelta(months=1),
                live=live,
            )
        )
        return {partner: tuple(row) for partner, *row in rows}


def _ratio(value, whole):
    return round(value / whole, 1) if whole else None


def _percent(value, whole):
    return round(100 * value / whole, 1) if whole > 0 else 0.0
