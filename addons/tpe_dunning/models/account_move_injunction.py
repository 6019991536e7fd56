from datetime import timedelta

from odoo import models
from odoo.exceptions import AccessError

from ..tools.limitation import limitation_date
from .dunning_penalty import CLOSED_STATES


class AccountMoveInjunction(models.Model):
    """Unpaid invoices brought to court."""

    _inherit = "account.move"

    def action_tpe_injunction(self):
        """Check what a court file for these invoices would lack, before it is built."""
        self._check_injunction_access()
        wizard = self.env["tpe.dunning.injunction.build"]._open_for(self)
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Injunction file"),
            "res_model": wizard._name,
            "res_id": wizard.id,
            "view_mode": "form",
            "target": "new",
        }

    def _check_injunction_access(self):
        self.env.user._tpe_check_manager()
        self.check_access("read")
        if self.company_id - self.env.companies:
            raise AccessError(self.env._("This is not one of your companies."))

    def _tpe_court_claim(self, until):
        """``{move, principal, interest, fee, found, daily}`` asked of the court.

        Less what was invoiced apart, received or waived; a penalty invoice is a principal
        that bears nothing. ``daily``: interest of one more day, in currency.
        """
        self.ensure_one()
        claim = {"move": self, "principal": self.amount_residual, "found": None}
        claim |= {"interest": 0.0, "fee": 0.0, "daily": 0.0}
        if not self._is_penalty_possible():
            return claim
        penalties = self.sudo().tpe_penalty_ids
        closed = penalties.filtered(lambda one: one.state in CLOSED_STATES)
        found = self._tpe_penalty(until, closed)
        still = penalties - closed
        waived = sum(still.mapped("waived_interest"))
        claim["found"] = found
        claim["interest"] = max(
            self.currency_id.round(float(found.interest) - waived), 0
        )
        claim["fee"] = max(found.fee - sum(still.mapped("waived_fee")), 0.0)
        claim["waived"] = min(waived, float(found.interest))
        if found.segments and found.segments[-1].end == until:
            last = found.segments[-1]
            claim["daily"] = last.balance * last.rate / 36500
        return claim

    def _tpe_time_barred_on(self):
        """First day on which it is too late to go to court: see `tools/limitation.py`."""
        self.ensure_one()
        last = limitation_date(
            self.commercial_partner_id.tpe_profile,
            self.delivery_date or self.invoice_date,
            self._acknowledgements()[self.id],
        )
        return last + timedelta(1)
