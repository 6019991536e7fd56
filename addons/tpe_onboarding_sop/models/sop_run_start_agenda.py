from markupsafe import Markup

from odoo import api, fields, models
from odoo.tools import format_date


class SopRun(models.Model):
    """The agenda of a ritual, filled from the books on the day it begins."""

    _inherit = "tpe.sop.run"

    # As it was on that day: a report of a meeting does not change afterwards.
    agenda = fields.Html(
        readonly=True,
        copy=False,
        groups="tpe_base.group_tpe_manager,account.group_account_readonly",
    )

    @api.model
    def _start(self, sop, record=None, responsible=None, due_on=None, **values):
        run = super()._start(sop, record, responsible, due_on, **values)
        if sop.agenda:
            run.sudo().agenda = run.sudo()._agenda_words()
        return run

    def _agenda_words(self):
        """The agenda in the language of who leads the run."""
        run = self.with_context(
            lang=self.responsible_id.lang, allowed_company_ids=self.company_id.ids
        ).with_company(self.company_id)
        rows = [
            *run._agenda_decisions(),
            *getattr(run, f"_agenda_{self.sop_id.agenda}")(),
        ]
        lines = [
            Markup("<li><strong>%s</strong> %s</li>") % (label, words)
            for label, words in rows
            if words
        ]
        return Markup("<ul>%s</ul>") % Markup().join(lines) if lines else False

    def _agenda_decisions(self):
        """What the run before decided, and whether it was done."""
        before = self.search(
            [
                ("sop_id", "=", self.sop_id.id),
                ("company_id", "=", self.company_id.id),
                ("id", "<", self.id),
                ("res_model", "=", self.res_model),
                ("res_id", "=", self.res_id),
            ],
            order="id desc",
            limit=1,
        )
        return [
            (
                self.env._("Decided last time:"),
                self.env._(
                    "%(words)s (%(who)s, %(state)s)",
                    words=decision.name,
                    who=decision.user_id.name,
                    state=decision._state_words(),
                ),
            )
            for decision in before.decision_ids
        ]

    def _agenda_cash(self):
        forecast = self._forecast()
        if not forecast:
            return [(self.env._("Cash:"), self.env._("no forecast yet"))]
        page = self.env["tpe.cash.dashboard"]
        return [
            *self._agenda_tiles(page, forecast),
            *[
                (self.env._("To do:"), thing["words"])
                for thing in page._things(forecast, self.company_id, self._day())
            ],
        ]

    def _agenda_team(self):
        running = [("company_id", "=", self.company_id.id), ("state", "=", "running")]
        late = self.search(
            [*running, ("due_on", "<", self._day()), ("id", "!=", self.id)], limit=5
        )
        disputes = self.env["tpe.dunning.dispute"].search(
            [("company_id", "=", self.company_id.id), ("state", "=", "open")], limit=5
        )
        return [
            *[
                (
                    self.env._("Late:"),
                    self.env._(
                        "%(run)s, %(who)s",
                        run=run.name,
                        who=run.user_id.name or run.responsible_id.name,
                    ),
                )
                for run in late
            ],
            *[(self.env._("Dispute:"), dispute.display_name) for dispute in disputes],
        ]

    def _agenda_person(self):
        """Steps of the person the run is about, else of who leads it."""
        record = self._record()
        user = self.responsible_id
        if record is not None and "user_id" in record:
            user = record.user_id
        elif record is not None and record._name == "res.users":
            user = record
        month_ago = fields.Date.subtract(self._day(), months=1)
        mine = [
            ("run_id.company_id", "=", self.company_id.id),
            ("finished_by_id", "=", user.id),
            ("finished_on", ">=", month_ago),
        ]
        steps = self.env["tpe.sop.run.step"]
        done = steps.search_count(mine)
        problems = steps.search([*mine, ("had_problem", "=", True)], limit=5)
        return [
            (
                self.env._("Last month:"),
                self.env._("%(name)s, steps done: %(done)s", name=user.name, done=done),
            ),
            *[
                (self.env._("Met a problem:"), problem.display_name)
                for problem in problems
            ],
        ]

    def _agenda_results(self):
        forecast = self._forecast()
        page = self.env["tpe.cash.dashboard"]
        if not forecast or not forecast.figures:
            return [(self.env._("Results:"), self.env._("not enough data"))]
        return [
            (
                f"{card['label']}:",
                " · ".join(filter(None, [card["value"], card["detail"]])),
            )
            for card in page._figure_cards(forecast, self.company_id, self._day())
        ]

    def _agenda_objectives(self):
        return [*self._agenda_cash(), *self._agenda_results()]

    def _agenda_tiles(self, page, forecast):
        low = page._euros(forecast.low_point)
        return [
            (self.env._("Cash today:"), page._euros(forecast.opening)),
            (
                self.env._("Low point:"),
                self.env._(
                    "%(amount)s on %(day)s, threshold %(threshold)s",
                    amount=low,
                    day=format_date(self.env, forecast.low_point_on),
                    threshold=page._euros(forecast.threshold),
                ),
            ),
        ]

    def _forecast(self):
        return self.env["tpe.cash.forecast"]._current(self.company_id)

    def _day(self):
        return self.env["tpe.sop"]._today(self.company_id)
