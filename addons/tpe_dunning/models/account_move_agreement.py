from odoo import Command, api, fields, models
from odoo.exceptions import AccessError

from .dunning_reminder import OPEN_STATES

AGREEMENTS = {"tpe_promise_ids", "tpe_dispute_ids", "tpe_plan_ids"}
REFUSED, IN_DISPUTE, CASHED = "refused", "in_dispute", "cashed"


class AccountMoveAgreement(models.Model):
    """What was agreed about an invoice, for the screens and for the other addons."""

    _inherit = "account.move"

    tpe_promise_ids = fields.Many2many(
        "tpe.dunning.promise",
        "tpe_dunning_promise_move_rel",
        "move_id",
        "promise_id",
        string="Promises to pay",
        copy=False,
        groups="tpe_base.group_tpe_assistant,account.group_account_readonly",
    )
    tpe_dispute_ids = fields.Many2many(
        "tpe.dunning.dispute",
        "tpe_dunning_dispute_move_rel",
        "move_id",
        "dispute_id",
        string="Disputes",
        copy=False,
        groups="tpe_base.group_tpe_assistant,account.group_account_readonly",
    )
    tpe_plan_ids = fields.Many2many(
        "tpe.dunning.plan",
        "tpe_dunning_plan_move_rel",
        "move_id",
        "plan_id",
        string="Payment plans",
        copy=False,
        groups="tpe_base.group_tpe_assistant,account.group_account_readonly",
    )

    tpe_said_cashed_on = fields.Date(
        string="Said to be cashed on",
        readonly=True,
        copy=False,
        help="Day on which the platform of e-invoices said that it was paid.",
    )
    tpe_dunning_words = fields.Char(
        string="Reminders now",
        compute="_compute_tpe_dunning_words",
        groups="tpe_base.group_tpe_assistant,account.group_account_readonly",
        help="What is prepared for this invoice, or what holds it back.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        self._check_agreements_untouched({name for vals in vals_list for name in vals})
        return super().create(vals_list)

    def write(self, vals):
        self._check_agreements_untouched(set(vals))
        return super().write(vals)

    @api.model
    def _check_agreements_untouched(self, names):
        """Its invoices are chosen on the agreement, which checks what may change."""
        if names & AGREEMENTS and not self.env.su:
            raise AccessError(
                self.env._("Choose the invoices on the promise, dispute or plan.")
            )

    @api.depends_context("lang")
    def _compute_tpe_dunning_words(self):
        """Of the newest message that is prepared, held back or stuck."""
        self.tpe_dunning_words = False
        pending = self.env["tpe.dunning.reminder.line"].search(
            [
                ("move_id", "in", self.ids),
                ("state", "in", (*OPEN_STATES, "sending", "failed", "bounced")),
            ],
            order="id desc",
        )
        states = dict(pending._fields["state"]._description_selection(self.env))
        for line in reversed(pending):
            words = [states[line.state], line.reminder_id.why]
            line.move_id.tpe_dunning_words = " · ".join(filter(None, words))

    def _dunning_expected(self):
        """``{invoice: day}`` on which its customer said he would pay.

        The last open promise, or the last part of a running plan; nothing for the
        others: the forecast then looks at his habits.  A disputed invoice maps to None:
        nobody knows.
        """
        expected = {}
        for move in self.sudo():
            if "open" in move.tpe_dispute_ids.mapped("state"):
                expected[move] = None
                continue
            promises = move.tpe_promise_ids.filtered(lambda p: p.state == "open")
            plans = move.tpe_plan_ids.filtered(lambda p: p.state == "running")
            days = promises.mapped("date") + plans.line_ids.mapped("date")
            if days:
                expected[move] = max(days)
        return expected

    def _dunning_e_invoice_status(self, status, words=""):
        """Follow the life cycle of an e-invoice: seam for an approved platform.

        ``refused`` and ``in_dispute`` open a dispute, so that nobody is reminded of an
        invoice he sent back; a refused one is also taken out of the follow-up, since it
        takes a credit note or a new invoice.  ``cashed`` holds the invoice until the money
        is matched, or a person sends all the same.  Any other status changes nothing here.
        """
        if status == CASHED:
            for move in self.filtered(lambda move: move.amount_residual > 0):
                move.tpe_said_cashed_on = move.company_id._dunning_today()
        if status not in (REFUSED, IN_DISPUTE):
            return
        for move in self.filtered(lambda move: move.is_sale_document()):
            if status == REFUSED:
                move.no_followup = True
            disputes = self.env["tpe.dunning.dispute"].sudo()
            if "open" in move.sudo().tpe_dispute_ids.mapped("state"):
                continue
            disputes.with_company(move.company_id).create(
                {
                    "company_id": move.company_id.id,
                    "partner_id": move.commercial_partner_id.id,
                    "move_ids": [Command.set(move.ids)],
                    "reason": "refused" if status == REFUSED else "other",
                    "source": "mail",
                    "text": words,
                    "user_id": move.invoice_user_id.id,
                }
            )
