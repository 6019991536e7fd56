from odoo import models

from ..tools.penalty import later_than
from .dunning_penalty import CLOSED_STATES


class DunningReminderPenalty(models.Model):
    """A message never asks twice for the same penalty, nor for interest on penalties."""

    _inherit = "tpe.dunning.reminder"

    def _claims(self):
        claims = super()._claims()
        recorded = (
            self.env["tpe.dunning.penalty"]
            .sudo()
            .search([("move_id", "in", [claim["line"].move_id.id for claim in claims])])
        )
        by_move = recorded.grouped("move_id")
        empty = self.env["tpe.dunning.penalty"]
        return [
            self._without_recorded(claim, by_move.get(claim["line"].move_id, empty))
            for claim in claims
            if not claim["line"].move_id.tpe_is_penalty
        ]

    def _without_recorded(self, claim, penalties):
        """The claim, less what was invoiced or waived for its invoice."""
        closed = penalties.filtered(lambda one: one.state in CLOSED_STATES)
        fee_gone = any(one.amount_fee for one in closed) or any(
            one.waived_fee for one in penalties
        )
        after = max(
            (closed | penalties.filtered("waived_interest")).mapped("date_until"),
            default=None,
        )
        segments = later_than(after, claim["segments"])
        return {
            **claim,
            **self._interest_of(claim["line"], segments),
            "fee": 0.0 if fee_gone else claim["fee"],
            "provisional": claim["provisional"] and bool(segments),
        }
