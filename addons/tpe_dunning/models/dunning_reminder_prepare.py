from odoo import models
from odoo.exceptions import UserError

from .dunning_hold import SOFT
from .dunning_reminder_attachment import NO_FILES

# The other channels need a hand: a letter to post, a call to make.
SENT_BY_MACHINE = ("email", "sms")


class DunningReminderPrepare(models.Model):
    """Making the texts of many messages at once; they stay queued until each leaves."""

    _inherit = "tpe.dunning.reminder"

    def _prepare_to_leave(self):
        """Decide again from the books as they are now, and write the texts down.

        Self is of one company.  Returns ``{reminder: parcel}`` of the messages that are
        to leave; what is said of the others is written on them.
        """
        cases = self._current_cases()
        for reminder in self.filtered(lambda reminder: reminder.id not in cases):
            reminder._cancel(reminder._why_not_due())
        self.env.flush_all()
        due = self.filtered(lambda reminder: reminder.id in cases)
        due._rewrite_cases(
            self.company_id, {reminder: cases[reminder.id] for reminder in due}
        )
        waiting = due.filtered(lambda reminder: reminder.state != "held")
        leaving = waiting.filtered(lambda r: r.channel in SENT_BY_MACHINE)
        # The step of the others became a letter or a call since it was queued.
        (waiting - leaving).released_by_id = False
        return leaving._write_texts()

    def _current_case(self):
        """The message this customer would get now, None when none is due."""
        return self._current_cases().get(self.id)

    def _current_cases(self):
        """``{reminder id: case}`` its customer would get now, where one is due."""
        found = {
            (case.partner_id, case.stream): case
            for case in self.env["tpe.dunning.decision"]._cases(
                self.company_id, self.partner_id
            )
        }
        cases = {}
        for reminder in self:
            case = found.get((reminder.partner_id.id, reminder.stream))
            if case and reminder.released_by_id:
                # A person said « send » although it waits: only an agreement holds.
                hard = tuple(hold for hold in case.holds if hold.kind not in SOFT)
                case = case._replace(holds=hard)
            if case:
                cases[reminder.id] = case
        return cases

    def _write_texts(self):
        """Render what leaves, and write it with the facts it was made from.

        Returns ``{reminder: parcel}``.
        """
        mails = self.filtered(lambda reminder: reminder.channel == "email")
        texts, failed = mails._mail_texts() if mails else ({}, {})
        for reminder in self - mails:
            try:
                texts[reminder] = {**reminder._sms_values(), **NO_FILES}
            except UserError as error:  # noqa: PERF203  (each has its own reason)
                failed[reminder] = str(error)
        for reminder, note in failed.items():
            reminder.write({"state": "failed", "note": note})
        if not texts:
            return {}
        ready = self.browse(reminder.id for reminder in texts)
        self.env.flush_all()
        self._update_rows(
            [
                {
                    "id": reminder.id,
                    "state": "queued",
                    "note": None,
                    **{name: value or None for name, value in values.items()},
                }
                for reminder, values in texts.items()
            ]
        )
        self.env.cr.execute(
            "UPDATE tpe_dunning_reminder_line SET state = 'queued' "
            "WHERE reminder_id = ANY(%s)",
            [ready.ids],
        )
        self._update_rows(
            [
                {"id": reminder_id, "facts": facts}
                for reminder_id, (facts, *_) in ready._facts_now().items()
            ]
        )
        for model in (self, self.line_ids):
            model.invalidate_model()
        return ready._parcels()

    def _mail_texts(self):
        """``({reminder: columns of its mail}, {reminder: why there is none})``."""
        recipients, failed = self._recipients()
        mails = self.browse(reminder.id for reminder in recipients)
        home = self.company_id.partner_id.lang
        for reminder, recipient in recipients.items():
            reminder.lang = recipient.lang or home
        mails._give_links()
        mails._renew_pages()
        messages = mails._messages()
        sender = self.company_id.email_formatted
        texts = {
            reminder: {
                "email_to": reminder._one_address(recipients[reminder]),
                "email_from": messages[reminder.id]["email_from"] or sender,
                "reply_to": messages[reminder.id]["reply_to"],
                "subject": messages[reminder.id]["subject"],
                "body": messages[reminder.id]["body_html"],
            }
            for reminder in mails
        }
        mails._attach(texts)
        return texts, failed

    def _recipients(self):
        """``({reminder: contact}, {reminder: why nobody gets it})``."""
        contacts = self.partner_id._dunning_recipients()
        # Read together: a black list looked up one by one costs a query each.
        together = self.env["res.partner"].union(*contacts.values())
        refused = together.filtered("is_blacklisted")
        found, failed = {}, {}
        for reminder in self:
            contact = contacts[reminder.partner_id.id]
            if not contact:
                failed[reminder] = self.env._("No e-mail address on the customer.")
            elif contact in refused:
                failed[reminder] = self.env._(
                    "%(email)s asked not to be written to.", email=contact.email
                )
            else:
                found[reminder] = contact
        return found, failed
