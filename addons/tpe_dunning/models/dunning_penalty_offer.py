from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from .dunning_penalty import OPEN_STATES


class DunningPenaltyOffer(models.Model):
    """« Pay within 5 days and we waive the penalties »."""

    _inherit = "tpe.dunning.penalty"

    offer_until = fields.Date(
        string="Waived if paid by",
        readonly=True,
        copy=False,
        tracking=True,
        help="The penalties are waived when the invoice is paid on this day at the latest.",
    )
    offer_by_id = fields.Many2one(
        "res.users", string="Offered by", readonly=True, copy=False
    )
    offer_outcome = fields.Selection(
        [("kept", "Paid in time"), ("missed", "Paid too late")],
        string="Outcome of the offer",
        readonly=True,
        copy=False,
    )
    offer_running = fields.Boolean(compute="_compute_offer_running")
    amount_open = fields.Monetary(string="Still asked", compute="_compute_amount_open")
    principal_open = fields.Monetary(
        related="move_id.amount_residual", string="Still due on the invoice"
    )
    recipient_id = fields.Many2one("res.partner", compute="_compute_recipient_id")

    @api.depends("offer_until", "offer_outcome", "state")
    def _compute_offer_running(self):
        for penalty in self:
            penalty.offer_running = (
                bool(penalty.offer_until)
                and not penalty.offer_outcome
                and penalty.state in OPEN_STATES
                and penalty.offer_until >= penalty.company_id._dunning_today()
            )

    @api.depends("amount_total", "amount_waived", "amount_collected")
    def _compute_amount_open(self):
        for penalty in self:
            penalty.amount_open = penalty.currency_id.round(
                penalty.amount_total - penalty.amount_waived - penalty.amount_collected
            )

    @api.depends("partner_id")
    def _compute_recipient_id(self):
        for penalty in self:
            payer = penalty.partner_id.with_company(penalty.company_id)
            penalty.recipient_id = payer._dunning_recipient()

    def action_offer(self):
        """Choose the last day of the offer."""
        self.ensure_one()
        self.env.user._tpe_check_manager()
        self._only(OPEN_STATES)
        wizard = self.env["tpe.dunning.penalty.offer"].create({"penalty_id": self.id})
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Offer to waive"),
            "res_model": wizard._name,
            "res_id": wizard.id,
            "view_mode": "form",
            "target": "new",
        }

    def action_withdraw_offer(self):
        """Take the offer back: the penalties stay claimed."""
        self.env.user._tpe_check_manager()
        self._only(OPEN_STATES).sudo().write(
            {"offer_until": False, "offer_by_id": False}
        )
        return True

    def action_write_offer(self):
        """Open the message of the offer: a person reads it before it leaves."""
        self.ensure_one()
        self.env.user._tpe_check_manager()
        self._only(OPEN_STATES)
        if not self.offer_running:
            raise UserError(self.env._("No offer runs: set its last day first."))
        template = self.env.ref(
            "tpe_dunning.mail_template_penalty_offer", raise_if_not_found=False
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Offer to %s", self.partner_id.name),
            "res_model": "mail.compose.message",
            "view_mode": "form",
            "target": "new",
            "context": {
                "default_composition_mode": "comment",
                "default_model": self._name,
                "default_res_ids": self.ids,
                "default_template_id": template.id if template else False,
                "default_partner_ids": self.recipient_id.ids,
                "force_email": True,
            },
        }

    def _offer(self, until):
        """Promise that the penalties are waived if the invoice is paid by ``until``."""
        self.ensure_one()
        if until < self.company_id._dunning_today():
            raise UserError(self.env._("The last day of the offer is past."))
        if self.move_id._tpe_settled_on():
            raise UserError(
                self.env._(
                    "%s is paid: nothing is left to offer. Waive the penalties instead.",
                    self.move_id.name,
                )
            )
        self._claim()
        self.sudo().write(
            {
                "offer_until": until,
                "offer_by_id": self.env.uid,
                "offer_outcome": False,
            }
        )

    @api.model
    def _cron_penalty_offers(self):
        """Waive the penalties of the invoices paid by the last day of their offer.

        A payment typed or imported later counts for the day it bears.
        """
        domain = (
            Domain("offer_until", "!=", False)
            & Domain("offer_outcome", "=", False)
            & Domain("state", "in", OPEN_STATES)
            & Domain("move_id.payment_state", "in", ("paid", "in_payment"))
        )
        offers = self.search(domain, order="id")
        progress = self.env["ir.cron"]._commit_progress
        progress(remaining=len(offers))
        for offer in offers:
            offer = offer.try_lock_for_update().filtered_domain(domain)
            paid_on = offer and offer.move_id._tpe_settled_on()
            if paid_on and paid_on <= offer.offer_until:
                lang = offer.company_id.partner_id.lang
                speaking = offer.with_context(lang=lang)
                reason = speaking.env._("Paid in time: on %s.", paid_on)
                speaking._waive(interest=True, fee=True, reason=reason)
                offer.offer_outcome = "kept"
            elif paid_on:
                offer.offer_outcome = "missed"
            if not progress(1):
                break
