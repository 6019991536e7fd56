import json

from odoo import api, fields, models
from odoo.exceptions import AccessError

from ..tools.cover import days_of_cover
from ..tools.scenario import KINDS, Scenario

MOST_DAYS = 120
KIND_NAMES = [
    ("pessimistic", "Careful"),
    ("realistic", "Realistic"),
    ("optimistic", "Optimistic"),
]


class CashScenario(models.Model):
    """What if: named assumptions, to be compared with the realistic forecast."""

    _name = "tpe.cash.scenario"
    _description = "Cash Scenario"
    _order = "sequence, id"
    _check_company_auto = True

    name = fields.Char(required=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company,
        ondelete="cascade",
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    kind = fields.Selection(
        KIND_NAMES,
        required=True,
        default="realistic",
        string="Starting from",
        help="Careful and optimistic are the edges of the band: 9 times out of 10 it is "
        "no worse, or no better, as your own past says.",
    )
    days_late = fields.Integer(
        string="Customers pay later by",
        help="Days, for every customer, after the day expected.",
    )
    lost_ids = fields.Many2many(
        "res.partner",
        string="Customers who do not pay",
        help="Neither their invoices nor their orders bring anything.",
    )
    sales_loss = fields.Float(
        string="Sales lost (%)",
        digits=(5, 1),
        help="Of orders, quotes and sales to come: not of what is invoiced already.",
    )
    flow_ids = fields.One2many(
        "tpe.cash.scenario.flow", "scenario_id", string="Planned", copy=True
    )
    note = fields.Text()
    low_point = fields.Monetary(compute="_compute_outcome")
    low_point_on = fields.Date(string="Low point on", compute="_compute_outcome")
    closing = fields.Monetary(
        string="After 13 weeks", compute="_compute_outcome", help="Balance at the end."
    )
    cover = fields.Char(
        string="Days of cover",
        compute="_compute_outcome",
        help="Days that today's cash pays what goes out, were nothing to come in.",
    )
    usual_low_point = fields.Monetary(
        string="Realistic low point", compute="_compute_outcome"
    )
    usual_low_point_on = fields.Date(
        string="Realistic low point on", compute="_compute_outcome"
    )
    usual_closing = fields.Monetary(
        string="Realistic, after 13 weeks", compute="_compute_outcome"
    )
    usual_cover = fields.Char(
        string="Realistic days of cover", compute="_compute_outcome"
    )
    difference = fields.Monetary(
        string="Low point against realistic", compute="_compute_outcome"
    )
    is_below = fields.Boolean(string="Below the threshold", compute="_compute_outcome")
    curve = fields.Text(compute="_compute_outcome")

    _days_in_range = models.Constraint(
        "CHECK (days_late BETWEEN 0 AND 120)", "Between 0 and 120 days."
    )
    _loss_in_range = models.Constraint(
        "CHECK (sales_loss BETWEEN 0 AND 100)", "Between 0 and 100 %."
    )

    @api.depends(
        *("company_id", "kind", "days_late", "lost_ids", "sales_loss"),
        *("flow_ids.category", "flow_ids.way", "flow_ids.amount"),
        *("flow_ids.first_day", "flow_ids.months"),
    )
    def _compute_outcome(self):
        for company, scenarios in self.grouped("company_id").items():
            if not company:
                scenarios._set_outcome({}, {})
                continue
            usual, *found = self._curves(company, [Scenario(), *scenarios])
            for scenario, curve in zip(scenarios, found, strict=True):
                scenario._set_outcome(curve, usual)

    def _set_outcome(self, curve, usual):
        for scenario in self:
            for name, source in (("", curve), ("usual_", usual)):
                scenario[f"{name}low_point"] = source.get("low_point", 0.0)
                scenario[f"{name}low_point_on"] = source.get("low_point_on")
                scenario[f"{name}closing"] = source.get("closing", 0.0)
                scenario[f"{name}cover"] = scenario._in_days(source.get("cover"))
            scenario.difference = scenario.low_point - scenario.usual_low_point
            threshold = scenario.company_id.sudo().tpe_cash_threshold
            scenario.is_below = scenario.low_point < threshold
            scenario.curve = json.dumps(scenario._graph(curve.get("weeks", ())))

    def _in_days(self, cover):
        return "" if cover is None else self.env._("%s days", cover)

    def _graph(self, weeks):
        """For core's small graph of a kanban card."""
        values = [
            {"x": fields.Date.to_string(week["end"])[5:], "y": week["closing"]}
            for week in weeks
        ]
        title = self.env._("Balance")
        return [{"key": title, "title": "", "values": values, "is_sample_data": False}]

    def _as_scenario(self, books):
        """These assumptions, as the forecast takes them."""
        self.ensure_one()
        flows = (flow._as_flow(books) for flow in self.flow_ids)
        return _within(
            self.kind,
            self.days_late,
            self.lost_ids,
            self.sales_loss,
            filter(None, flows),
        )

    @api.model
    def _curves(self, company, scenarios=None):
        """The weeks of each scenario, in money, their low point and their cover.

        ``scenarios``: records, `Scenario`, or dictionaries of the values of the fields
        (sliders of a page); nothing: careful, realistic and optimistic.  The books are
        read once for all that are late by as many days.
        """
        forecasts = self.env["tpe.cash.forecast"]
        forecasts.check_access("read")
        if not self.env.su and company not in self.env.companies:
            raise AccessError(self.env._("This is not one of your companies."))
        base = forecasts._books(company)
        looks, found = {}, []
        for one in map(Scenario, KINDS) if scenarios is None else scenarios:
            scenario = self._assumed(one, base)
            books = base._replace(scenario=scenario)
            late = scenario.days_late
            if late not in looks:
                looks[late] = forecasts._look(books)
            opening, _flows, weeks, _words = forecasts._as_seen(books, *looks[late])
            name = one.name if isinstance(one, models.BaseModel) else ""
            found.append({"name": name, **self._curve(books, opening, weeks)})
        return found

    def _assumed(self, one, books):
        """A `Scenario`, from whatever says what is assumed."""
        if isinstance(one, Scenario):
            return one
        if isinstance(one, models.BaseModel):
            return one._as_scenario(books)
        lost = self.env["res.partner"].browse(map(int, one.get("lost_ids", ())))
        return _within(
            kind=one.get("kind"),
            days_late=int(one.get("days_late", 0)),
            lost=lost,
            sales_loss=float(one.get("sales_loss", 0.0)),
        )

    def _curve(self, books, opening, weeks):
        lowest = min(weeks, key=lambda week: week.closing)
        amounts = ("opening", "cash_in", "cash_out", "closing", "low", "high")
        return {
            "kind": books.scenario.kind,
            "opening": books.money(opening),
            "closing": books.money(weeks[-1].closing),
            "low_point": books.money(lowest.closing),
            "low_point_on": lowest.end,
            "cover": days_of_cover(opening, weeks),
            "weeks": [
                {
                    "number": week.number,
                    "start": week.start,
                    "end": week.end,
                    **{name: books.money(getattr(week, name)) for name in amounts},
                }
                for week in weeks
            ],
        }

    def action_duplicate(self):
        """A copy to change, opened at once."""
        self.ensure_one()
        copy = self.copy({"name": self.env._("%s (copy)", self.name)})
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": copy.id,
            "views": [(False, "form")],
        }


def _within(kind, days_late, lost, sales_loss, extra=()):
    """A `Scenario` whose figures are possible, whoever typed them."""
    return Scenario(
        kind=kind if kind in KINDS else "realistic",
        days_late=min(max(days_late, 0), MOST_DAYS),
        lost=frozenset(lost.sudo().commercial_partner_id._origin.ids),
        sales_loss=min(max(sales_loss, 0.0), 100.0) / 100,
        extra=tuple(extra),
    )
