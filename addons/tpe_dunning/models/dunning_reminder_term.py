from datetime import timedelta

from odoo import models

# What the formal notice grants, and two days for the post or the bank.
TERM_DAYS = 8 + 2


class DunningReminderTerm(models.Model):
    """The time a formal notice grants: somebody looks when it is over."""

    _inherit = "tpe.dunning.reminder"

    def _mark_sent(self, *args, **kwargs):
        done = super()._mark_sent(*args, **kwargs)
        for reminder in self.filtered(lambda one: one.rank == "3"):
            user = reminder.approved_by_id or reminder.released_by_id
            reminder.activity_schedule(
                "mail.mail_activity_data_todo",
                date_deadline=reminder.sent_on + timedelta(TERM_DAYS),
                user_id=user.id or self.env.uid,
                summary=self.env._("The time of the formal notice is over"),
                note=self.env._(
                    "Not paid? Call once more, then prepare the injunction file from "
                    "the invoices."
                ),
            )
        return done
