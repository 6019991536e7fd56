from odoo import models

# A message whose outcome is unknown left after all when it comes back.
MAY_COME_BACK = ("sent", "sending")


class DunningReminderBounce(models.Model):
    """What came back was not delivered: the step is to be done again."""

    _inherit = "tpe.dunning.reminder"

    def _message_receive_bounce(self, email, partner):
        """Override of `mail`: called by the mail gateway for the message that bounced."""
        done = super()._message_receive_bounce(email, partner)
        if not self.env.context.get("tpe_bounce_ignored"):
            self._came_back(self.env.context.get("tpe_bounce_reason"), email)
        return done

    def action_came_back(self):
        """A person says that the message, or the letter, came back."""
        self._check_operator()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("It came back"),
            "res_model": "tpe.dunning.came.back",
            "view_mode": "form",
            "target": "new",
            "context": {"default_reminder_ids": self._only(MAY_COME_BACK).ids},
        }

    def _came_back(self, reason=None, email=None):
        """Withdraw the delivery, and ask a person to find the right address."""
        for reminder in self.filtered(lambda r: r.state in MAY_COME_BACK):
            company = reminder.company_id
            reminder = reminder.with_context(
                lang=company.partner_id.lang or "fr_FR", mail_activity_quick_update=True
            )
            words = " ".join((reason or "").split())[:500]
            note = reminder.env._(
                "Came back from %(address)s: %(reason)s",
                address=email or reminder.email_to or "?",
                reason=words or reminder.env._("no reason given"),
            )
            # One whose outcome was unknown left after all: it has its day as well.
            left_on = reminder.sent_on or company._dunning_today()
            reminder.write({"state": "bounced", "note": note, "sent_on": left_on})
            reminder.message_post(body=note)
            reminder.activity_schedule(
                "mail.mail_activity_data_todo",
                date_deadline=company._dunning_today(),
                user_id=company._dunning_user().id,
                summary=reminder.env._("Find the right address, then try again"),
                note=note,
            )
            reminder.line_ids.move_id._message_log_batch(
                {move.id: note for move in reminder.line_ids.move_id}
            )
