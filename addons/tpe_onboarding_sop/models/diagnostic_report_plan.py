from itertools import accumulate

from odoo import fields, models
from odoo.tools import format_date

from .diagnostic_action import PHASES

QUICK_WINS = 5
DETAILED = 12
# A report is eight pages: what is over of the plan is read on the screen.
LINES, LINE = 34, 46
# Of a person, of an action, of a reason.
WHO, SHORT, LONG = 14, 60, 150


class DiagnosticReportPlan(models.Model):
    """The plan, as the report prints it."""

    _inherit = "tpe.diagnostic"

    def _planned(self):
        """The actions of the plan, as they follow one another."""
        actions = self.sudo().action_ids.filtered(lambda one: one.state != "dropped")
        order = {phase: rank for rank, (phase, _label) in enumerate(PHASES)}
        last = fields.Date.to_date("9999-12-31")
        return actions.sorted(
            lambda one: (order[one.phase], one.due_on or last, one.sequence, one.id)
        )

    def _phase_rows(self, card, figures):
        planned = self._planned()
        # A long plan is read line by line: its reasons stay on the screen.
        detailed = len(planned) <= DETAILED
        rows = [
            (action.phase, self._action_row(action, card, figures, detailed))
            for action in planned
        ]
        room = accumulate(_lines(row) for _phase, row in rows)
        rows = [row for row, lines in zip(rows, room, strict=True) if lines <= LINES]
        labels = dict(
            self.env["tpe.diagnostic.action"]
            ._fields["phase"]
            ._description_selection(self.env)
        )
        return [
            {
                "label": labels[phase],
                "actions": [row for where, row in rows if where == phase],
            }
            for phase, _label in PHASES
        ]

    def _action_row(self, action, card, figures, detailed):
        return {
            "name": clipped(action.name, SHORT),
            "why": clipped(action.why, LONG) if figures and detailed else None,
            "user": clipped(action.user_id.name, WHO),
            "due": action.due_on and format_date(self.env, action.due_on),
            "euros": card._euros(action.euros) if figures and action.euros else None,
            "state": action.state,
            "done": action.state == "done",
        }

    def _win_rows(self, card):
        """The actions that give back most for the time they take."""
        return [
            {
                **row,
                "name": clipped(row["name"], SHORT),
                "euros": card._euros(row["euros"]),
                "net": card._euros(row["net"]),
            }
            for row in self._returns()[:QUICK_WINS]
        ]


def clipped(words, length):
    """A name that fills a page is cut: the screen has it whole."""
    words = words or ""
    return words if len(words) <= length else f"{words[: length - 1]}…"


def _lines(row):
    """How many lines a row of the plan takes on paper."""
    return sum(-(-len(row[part] or "") // LINE) for part in ("name", "why"))
