from datetime import datetime, time

from odoo import models
from odoo.exceptions import UserError
from odoo.tools import format_date


class Diagnostic(models.Model):
    """Two diagnostics side by side: each read in its own answers, never in the books."""

    _inherit = "tpe.diagnostic"

    def action_compare(self):
        """The page that shows this diagnostic beside the one before."""
        self.ensure_one()
        self._pair()
        action = self.env["ir.actions.client"]._for_xml_id(
            "tpe_onboarding_sop.diagnostic_compare_action"
        )
        return action | {"params": {"diagnostic_id": self.id}, "context": {}}

    def action_compare_page(self):
        """What the page shows; `_euros` refuses who does not read the figures."""
        self.ensure_one()
        return self._compare()

    def _pair(self):
        """The diagnostic before and the one after, whichever of both this is."""
        before, after = self.previous_id, self
        if not before:
            before, after = self, self.next_ids[:1]
        if not after:
            raise UserError(
                self.env._(
                    "« %s » was not measured again yet: there is nothing to compare.",
                    self.name,
                )
            )
        return before, after

    def _compare(self) -> dict:
        before, after = self._pair()
        scores = before._scores(), after._scores()
        return {
            "before": before._side(),
            "after": after._side(),
            "axes": before._compared_axes(*scores),
            "measures": before._compared_measures(*scores),
            "euros": before._compared_euros(after),
            "done": [action._card() for action in before._done_until(after)],
        }

    def _side(self):
        progress = self._progress(self.action_ids)
        return {
            "id": self.id,
            "name": self.name,
            "day": format_date(self.env, self.day),
            "state": self.state,
            "done": progress.done,
            "total": progress.total,
        }

    def _compared_axes(self, scores, after):
        """Each axis, then the whole."""
        theirs = {axis["axis"]: axis for axis in after["axes"]}
        rows = [
            {
                "code": axis["axis"],
                "label": axis["label"],
                **_difference(axis["score"], theirs[axis["axis"]]["score"]),
            }
            for axis in scores["axes"]
        ]
        whole = (one["overall"]["score"] for one in (scores, after))
        rows.append(
            {"code": "overall", "label": self.env._("Overall"), **_difference(*whole)}
        )
        return rows

    def _compared_measures(self, scores, after):
        """The figures of the books that both read, in the order of the questions."""
        ours, theirs = (
            {
                row["key"]: row
                for axis in one["axes"]
                for row in axis["answers"]
                if row["computed"]
            }
            for one in (scores, after)
        )
        return [
            {
                "code": key,
                "label": row["asked"],
                "before_words": row["said"],
                "after_words": theirs[key]["said"],
                "same": row["said"] == theirs[key]["said"],
                "better": _better(row["points"], theirs[key]["points"]),
            }
            for key, row in ours.items()
            if key in theirs and (row["known"] or theirs[key]["known"])
        ]

    def _compared_euros(self, after):
        """What each says is lost over twelve months, row by row."""
        page = self.env["tpe.cash.card"]
        ours = {row["code"]: row for row in self._euros()}
        rows = []
        for row in after._euros():
            before = ours.get(row["code"], {"euros": None})["euros"]
            known = before is not None and row["euros"] is not None
            if row["code"] == "admin" and self._hours_of() != after._hours_of():
                known = False
            difference = row["euros"] - before if known else 0.0
            rows.append(
                {
                    "code": row["code"],
                    "label": row["label"],
                    "before_words": _euros(page, before),
                    "after_words": _euros(page, row["euros"]),
                    "difference_words": page._euros(difference) if difference else "",
                    "better": difference < 0 if difference else None,
                }
            )
        return rows

    def _hours_of(self):
        """Whose hours are counted; nobody’s when they were timed.

        Hours of other people, or timed instead of told, are no progress.
        """
        return self._answers_to("admin_hours").respondent_id.user_id

    def _done_until(self, after):
        """What was done from one diagnostic to the other."""
        return self.env["tpe.diagnostic.action"].search(
            [
                ("company_id", "=", self.company_id.id),
                ("state", "=", "done"),
                ("done_on", ">=", datetime.combine(self.day, time.min)),
                ("done_on", "<=", datetime.combine(after.day, time.max)),
            ],
            order="done_on",
        )


def _difference(before, after):
    """Rounded as they are read, then compared."""
    before, after = (one if one is None else round(one) for one in (before, after))
    known = before is not None and after is not None
    return {
        "before": before,
        "after": after,
        "difference": after - before if known else None,
    }


def _better(before, after):
    """True, False, or None when it says nothing."""
    if before is None or after is None or before == after:
        return None
    return after > before


def _euros(page, amount):
    return page.env._("Not enough data") if amount is None else page._euros(amount)
