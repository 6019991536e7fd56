from datetime import timedelta

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError

from .dunning_reminder import OPEN_STATES
from .dunning_reminder_prepare import SENT_BY_MACHINE

CALL_OUTCOMES = [
    ("promised", "Promised to pay on a day"),
    ("disputed", "There is a problem"),
    ("will_pay", "Pays now"),
    ("other", "Spoke to somebody, something else"),
    ("no_answer", "No answer"),
    ("wrong_number", "Wrong number"),
]
SPOKE = ("promised", "disputed", "will_pay", "other")
CALL = "mail.mail_activity_data_call"
PAUSE_DAYS = 5


class DunningReminderTelephone(models.Model):
    """Calling the customer: asked for, done, and what came of it."""

    _inherit = "tpe.dunning.reminder"
    # Nobody may write on a reminder, and everybody who sees it may note a call or see
    # the call that somebody else is to make.
    _mail_post_access = "read"

    call_count = fields.Integer(string="Calls", readonly=True, copy=False)
    last_call_on = fields.Date(string="Last call", readonly=True, copy=False)

    @api.depends("channel", "printed_at")
    def _compute_can_send(self):
        done = super()._compute_can_send()
        by_hand = self.filtered(lambda r: r.channel not in SENT_BY_MACHINE)
        by_hand.can_send = False
        return done

    def action_send(self):
        """Letters are printed and calls are made: neither leaves by itself."""
        by_hand = self.filtered(lambda r: r.channel not in SENT_BY_MACHINE)
        if by_hand and by_hand == self:
            raise UserError(
                self.env._(
                    "This step takes a hand: print the letter, or make the call."
                )
            )
        return super(DunningReminderTelephone, self - by_hand).action_send()

    def action_call(self):
        """Call the customer, then say what came of it."""
        self.ensure_one()
        self._check_operator()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Call"),
            "res_model": "tpe.dunning.call",
            "view_mode": "form",
            "target": "new",
            "context": {"default_reminder_id": self.id},
        }

    @api.model
    def _plan(self, company, partner=None):
        """Override: a call that is due becomes somebody's activity."""
        done = super()._plan(company, partner)
        calls = [
            ("company_id", "=", company.id),
            ("channel", "=", "phone"),
            ("state", "in", ("planned", "to_approve")),
            ("activity_ids", "=", False),
        ]
        if partner:
            calls.append(("partner_id", "=", partner.id))
        self.sudo()._speaking_for(company).search(calls)._schedule_calls()
        return done

    def _schedule_calls(self):
        """Ask somebody to make the calls of these prepared steps."""
        calls = self.filtered(
            lambda r: r.channel == "phone" and r.state in ("planned", "to_approve")
        )
        for company, reminders in calls.grouped("company_id").items():
            # Quick: a list of calls is read in Odoo, not in as many mails.
            reminders.with_context(mail_activity_quick_update=True).activity_schedule(
                CALL,
                date_deadline=company._dunning_today(),
                user_id=company._dunning_user().id,
                summary=self.env._("Call about unpaid invoices"),
            )

    def _cancel(self, reason):
        """Nobody calls about what is no longer due."""
        done = super()._cancel(reason)
        calls = self.filtered(lambda reminder: reminder.channel == "phone")
        if calls:
            calls.activity_unlink([CALL])
        return done

    def _log_call(self, outcome, text, again_on=None):
        """Keep what came of a call; a step by telephone is done once somebody spoke."""
        self.ensure_one()
        self._check_operator()
        self.check_access("read")
        words = ": ".join(
            part for part in (dict(self._outcomes())[outcome], text) if part
        )
        reminder, today = self.sudo(), self.company_id._dunning_today()
        reminder.write({"call_count": self.call_count + 1, "last_call_on": today})
        reminder.message_post(
            body=self.env._("Call. %s", words), author_id=self.env.user.partner_id.id
        )
        reminder.activity_feedback([CALL], feedback=words)
        if outcome in SPOKE:
            reminder._complete_by_call(words)
        elif outcome == "no_answer":
            reminder.activity_schedule(
                CALL,
                date_deadline=again_on or today + timedelta(1),
                user_id=self.env.uid,
                summary=self.env._("Call again"),
            )
        else:
            reminder.activity_schedule(
                "mail.mail_activity_data_todo",
                date_deadline=today,
                user_id=self.env.uid,
                summary=self.env._("Find the telephone number"),
            )

    def _complete_by_call(self, words):
        """Delivered, when the step is a call that waits.

        A formal notice never is, nor a step that an agreement holds: it was not due.
        """
        done = self.channel == "phone" and self.state in OPEN_STATES
        if done and self.stream not in ("approval", "held", "covered"):
            self.write(
                {
                    "email_to": self.partner_id.phone,
                    "email_from": self.env.user.name,
                    "released_by_id": self.env.uid,
                    "subject": self.env._("Telephone call"),
                    "body": Markup("<p>%s</p>") % words,
                }
            )
            self._mark_sent()

    def _outcomes(self):
        outcomes = self.env["tpe.dunning.call"]._fields["outcome"]
        return outcomes._description_selection(self.env)
