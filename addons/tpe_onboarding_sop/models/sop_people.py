from odoo import api, fields, models


class SopPeople(models.Model):
    """What only the owner knows of the team: typed once a month or a quarter."""

    _name = "tpe.sop.people"
    _description = "Figures of the Team"
    _order = "day desc, id desc"
    _rec_name = "day"

    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company, index=True
    )
    day = fields.Date(
        string="On",
        required=True,
        default=lambda self: self.env["tpe.sop"]._today(),
    )
    headcount = fields.Integer(required=True, help="People in the team on that day.")
    arrivals = fields.Integer(help="Since the line before.")
    departures = fields.Integer(help="Since the line before.")
    promoters = fields.Integer(
        help="Who answered 9 or 10 to « Would you recommend working here? »."
    )
    passives = fields.Integer(help="Who answered 7 or 8.")
    detractors = fields.Integer(help="Who answered 0 to 6.")
    nps = fields.Integer(
        string="Internal NPS",
        compute="_compute_nps",
        aggregator=None,
        help="Share of promoters minus share of detractors, from -100 to 100.",
    )
    answered = fields.Boolean(compute="_compute_nps")

    _counts_positive = models.Constraint(
        "CHECK (LEAST(headcount, arrivals, departures, promoters, passives, detractors)"
        " >= 0)",
        "A number of people is not negative.",
    )

    @api.depends("promoters", "passives", "detractors")
    def _compute_nps(self):
        for line in self:
            answers = line.promoters + line.passives + line.detractors
            line.answered = bool(answers)
            line.nps = (
                round(100 * (line.promoters - line.detractors) / answers)
                if answers
                else 0
            )

    @api.model
    def _cards_of(self, company, today):
        """Turnover of twelve months and the last internal NPS, as cards of the page."""
        page = self.env["tpe.sop.figures"]
        since = fields.Date.subtract(today, months=12)
        lines = self.search([("company_id", "=", company.id), ("day", ">", since)])
        mean = sum(lines.mapped("headcount")) / len(lines) if lines else 0
        gone = sum(lines.mapped("departures"))
        said = lines.filtered("answered")[:1]
        window = page._window(self._name, [("company_id", "=", company.id)], ("list",))
        window["context"]["create"] = True
        return [
            page._card(
                "turnover",
                self.env._("Turnover"),
                page._percent(100 * gone / mean) if mean else None,
                self.env._("Departures in 12 months: %s", gone),
                self.env._(
                    "Departures of the last 12 months over the mean number of people, as "
                    "typed."
                ),
                window,
            ),
            page._card(
                "nps",
                self.env._("Internal NPS"),
                page._number(said.nps) if said else None,
                self.env._(
                    "Answers: %s", said.promoters + said.passives + said.detractors
                )
                if said
                else "",
                self.env._(
                    "« Would you recommend working here? », from 0 to 10: share of 9 and "
                    "10 minus share of 0 to 6. As typed."
                ),
                window,
            ),
        ]
