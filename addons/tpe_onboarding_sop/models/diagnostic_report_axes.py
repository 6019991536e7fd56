import textwrap

from odoo import models

from ..tools import radar

RADIUS, CENTRE = 150, 260
LABEL_WIDTH = 18
LINE = 17
# What an axis shows of its answers: the weakest and the strongest.
SHOWN = 3
# From these points on, an answer carries its axis.
STRONG = 60


class DiagnosticReportAxes(models.Model):
    """The axes of the report: the radar, what weighs, what carries."""

    _inherit = "tpe.diagnostic"

    def _lowest(self, scores):
        for axis in scores["axes"]:
            if axis["axis"] == scores["lowest"]:
                return {**axis, "said": self._score_words(axis["score"])}
        return None

    def _axis_sheet(self, axis, figures):
        """An axis with what weighs on it and what carries it."""
        known = sorted(
            (
                answer
                for answer in axis["answers"]
                if answer["scored"] and answer["points"] is not None
            ),
            key=lambda answer: answer["points"],
        )
        weak = [answer for answer in known if answer["points"] < STRONG][:SHOWN]
        # A number is a figure of the firm, read in its books or typed by somebody.
        questions = self.env["tpe.diagnostic.question"].with_context(active_test=False)
        numbers = set(
            questions.sudo().search([("kind", "=", "number")]).mapped("key")
        )  # fmt: skip
        strong = [answer for answer in known[::-1] if answer["points"] >= STRONG][
            :SHOWN
        ]

        def told(answers):
            return [
                {
                    "question": answer["asked"],
                    "said": _said(answer)
                    if figures or answer["key"] not in numbers
                    else None,
                }
                for answer in answers
            ]

        return {
            **axis,
            "said": self._score_words(axis["score"]),
            "weak": told(weak),
            "strong": told(strong),
        }

    def _radar(self, axes):
        scores = [axis["score"] for axis in axes]
        return {
            "size": 2 * CENTRE,
            "centre": CENTRE,
            "rings": [
                radar.ring(level, len(axes), RADIUS, CENTRE) for level in radar.RINGS
            ],
            "spokes": list(
                zip(
                    radar.spokes(len(axes), RADIUS, CENTRE),
                    (
                        self._radar_label(axis, index == 0)
                        for index, axis in enumerate(axes)
                    ),
                    strict=True,
                )
            ),
            "shape": radar.shape(scores, RADIUS, CENTRE),
            "dots": [dot for dot in radar.outline(scores, RADIUS, CENTRE) if dot],
        }

    def _radar_label(self, axis, on_top):
        """The lines of a label; the one on top grows upwards."""
        lines = textwrap.wrap(axis["label"], LABEL_WIDTH)
        return {
            "lines": lines,
            "said": self._score_words(axis["score"]),
            "lift": LINE * len(lines) if on_top else 0,
        }


def _said(answer):
    """What was said; several people are told apart: an answer has commas of its own."""
    voices = dict.fromkeys(voice["said"] for voice in answer["voices"])
    return " / ".join(voices) or answer["said"]
