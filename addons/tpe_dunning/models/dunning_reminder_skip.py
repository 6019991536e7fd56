from odoo import Command, models
from odoo.exceptions import UserError

from .dunning_reminder import OPEN_STATES


class DunningReminderSkip(models.Model):
    """What a person decides instead of sending: leave out, promise, dispute, pause."""

    _inherit = "tpe.dunning.reminder"

    def _skip(self, reason):
        """Leave this step out: the next one comes in its time, counted from today."""
        self._check_operator()
        for reminder in self._only(OPEN_STATES).sudo():
            reminder.write(
                {
                    "state": "skipped",
                    "sent_on": reminder.company_id._dunning_today(),
                    "note": reason,
                }
            )
            reminder.message_post(
                body=self.env._("Left out by a person: %s", reason),
                author_id=self.env.user.partner_id.id,
            )
        self.env.flush_all()
        for company in self.company_id:
            self._plan(company)

    def _open_dialog(self, model, title, **values):
        """A form in a dialog, filled with the customer and the invoices named here."""
        self._check_operator()
        if len(self.partner_id) != 1:
            raise UserError(self.env._("Choose one customer at a time."))
        defaults = {
            "partner_id": self.partner_id.id,
            "company_id": self.company_id.id,
            "move_ids": [Command.set(self._moves_to_agree_on().ids)],
            **values,
        }
        return {
            "type": "ir.actions.act_window",
            "name": title,
            "res_model": model,
            "view_mode": "form",
            "target": "new",
            "context": {f"default_{name}": value for name, value in defaults.items()},
        }

    def _moves_to_agree_on(self):
        """The invoices named; an opening balance has no amount of one customer."""
        return self.line_ids.move_id.filtered(
            lambda move: move.is_sale_document(include_receipts=True)
        )

    def action_promise(self):
        """Note a promise to pay."""
        return self._open_dialog("tpe.dunning.promise", self.env._("Promise to pay"))

    def action_dispute(self):
        """Note what the customer complains about."""
        # Without a reason the form is not complete: a tab that is closed, or a phone put
        # away, saves an open form, and would hold the customer back.
        return self._open_dialog(
            "tpe.dunning.dispute", self.env._("Dispute"), reason=False
        )

    def action_plan(self):
        """Agree on dated parts."""
        return self._open_dialog("tpe.dunning.plan", self.env._("Payment plan"))

    def action_leave(self):
        """Pause the customer, or leave this step out."""
        return self._open_dialog(
            "tpe.dunning.leave",
            self.env._("Leave"),
            reminder_ids=[Command.set(self.ids)],
            move_ids=False,
        )
