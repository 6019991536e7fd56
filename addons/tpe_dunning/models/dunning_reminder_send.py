from functools import partial

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY
from odoo.tools import SQL, split_every
from odoo.tools.mail import generate_tracking_message_id

from ..tools.evidence import digest
from .dunning_reminder_post import Post
from .dunning_reminder_prepare import SENT_BY_MACHINE

# Books that change each time while a message leaves: it waits for the next run.
ATTEMPTS = 3
# Texts made together: few enough that they are fresh when they leave.
TOGETHER = 50


class DunningReminderSend(models.Model):
    """Handing a message over to SMTP: once, or not at all, or a person is asked."""

    _inherit = "tpe.dunning.reminder"

    @api.model
    def _queue_domain(self):
        return Domain("state", "=", "queued") & Domain(
            "company_id.tpe_dunning_started_on", "!=", False
        )

    def _queue_what_leaves_by_itself(self):
        """Where reminders are started, and on the days and hours of sending."""
        started = self.env["res.company"].search(
            [("tpe_dunning_started_on", "!=", False)]
        )
        sending = started.filtered(lambda company: company._dunning_may_send())
        self.search(
            [
                ("company_id", "in", sending.ids),
                ("state", "=", "planned"),
                ("channel", "in", SENT_BY_MACHINE),
                ("printed_at", "=", False),
            ]
        ).state = "queued"

    @api.model
    def _cron_send(self, batch_size=200):
        """Send what is queued: two transactions for each message.

        Texts are made for several messages at once, which stay queued.  Then, for each
        message, one transaction writes that it is about to leave, and a second one looks
        at the books again and hands it over.  Killed in between, the message stays
        « Outcome unknown » and nobody sends it again by himself.  Before all, the PDF
        of invoices that have none are made: that takes seconds, and needs no lock.
        """
        domain = self._queue_domain()
        progress = self.env["ir.cron"]._commit_progress
        self._queue_what_leaves_by_itself()
        queued = self.search(domain, limit=batch_size, order="id")
        batches = [
            self.browse(ids)
            for reminders in queued.grouped("company_id").values()
            for ids in split_every(TOGETHER, reminders.ids)
        ]
        # Each message is looked at in a transaction that begins with its lock: an older
        # view of the table could not lock what another worker has just sent.
        progress(remaining=self.search_count(domain))
        self._tell_what_left()  # by a run that was killed
        for batch in batches:
            time_left = batch._send_batch(domain)
            self._tell_what_left()
            if not time_left:
                break

    def _send_batch(self, domain):
        """Make the texts of self, then let one after the other leave."""
        company = self.company_id
        self = self._speaking_for(company).with_context(
            tz=company.partner_id.tz or "Europe/Paris"
        )
        progress = self.env["ir.cron"]._commit_progress
        for reminder in self._without_documents():
            reminder._make_documents()
        progress()
        parcels = self._prepare_together(domain)
        time_left = progress(len(self) - len(parcels))
        post = Post(company)
        try:
            for reminder, parcel in parcels.items():
                reminder._leave(domain, post, parcel)
                time_left = progress(1)
                if not time_left:
                    break
        finally:
            post.close()
        return time_left

    def _prepare_together(self, domain):
        """``{message: parcel}`` of self whose text is ready, and committed.

        What stops all of them, a broken text or an invoice somebody edits right now, is
        found by making them one by one.
        """
        reminders = self._locked(domain)
        if not reminders:
            return {}
        try:
            parcels = reminders._prepare_to_leave()
            self.env.flush_all()
        except Exception:
            self.env.cr.rollback()
            parcels = {}
            for reminder in self:
                parcels |= reminder._prepare_alone(domain)
        return parcels

    def _prepare_alone(self, domain):
        """``{message: parcel}`` when the text of this message is ready, and committed."""
        reminder = self._locked(domain)
        parcels = reminder and reminder._guarded(reminder._prepare_to_leave)
        self.env["ir.cron"]._commit_progress()
        return parcels or {}

    def _locked(self, domain):
        """Those of self that nobody else works on, and that are still queued."""
        return self.try_lock_for_update().filtered_domain(domain)

    def _leave(self, domain, post, parcel):
        """Commit, look again, hand over; make the text again when the books changed."""
        progress = self.env["ir.cron"]._commit_progress
        reminder = self.with_prefetch()  # a text of all the others is not read again
        for attempt in range(ATTEMPTS):
            if attempt:
                parcel = reminder._prepare_alone(domain).get(reminder)
            message_id = parcel and reminder._claim(parcel)
            if not message_id:
                return
            progress()
            unchanged = reminder._guarded(reminder._look_again)
            if unchanged:
                leave = partial(reminder._hand_over, post, parcel, message_id)
                if not reminder._guarded(leave, leaving=True):
                    post.close()
                return
            if unchanged is None and reminder.state == "sending":
                reminder.state = "queued"  # nothing was handed over yet
            progress()

    def _claim(self, parcel):
        """Write that this message is about to leave, if ``parcel`` is what it says.

        Returns the Message-Id it leaves with, None when somebody wrote to the message
        since its parcel was made.  The name is known before it leaves: it finds the mail
        in the logs of a server.
        """
        message_id = generate_tracking_message_id(f"{self.id}-{self._name}")
        claimed = self.env.execute_query(
            SQL(
                """
                WITH mine AS (
                    SELECT reminder.id
                      FROM tpe_dunning_reminder reminder
                      JOIN res_company company ON company.id = reminder.company_id
                     WHERE reminder.id = %(id)s
                       AND reminder.state = 'queued'
                       AND reminder.facts IS NOT NULL
                       AND reminder.ctid::text || reminder.xmin::text = %(version)s
                       AND company.tpe_dunning_started_on IS NOT NULL
                       FOR UPDATE OF reminder SKIP LOCKED
                ), named AS (
                    UPDATE tpe_dunning_reminder_line SET state = 'sending'
                     WHERE reminder_id IN (SELECT id FROM mine)
                )
                UPDATE tpe_dunning_reminder
                   SET state = 'sending', smtp_message_id = %(message)s
                 WHERE id IN (SELECT id FROM mine)
             RETURNING id
                """,
                id=self.id,
                version=parcel.version,
                message=message_id,
            )
        )
        self.env.invalidate_all()
        return message_id if claimed else None

    def _hand_over(self, post, parcel, message_id):
        """Give the message to the server; raises when it is refused."""
        if parcel.channel == "sms":
            message_id = self._send_sms()
        else:
            message_id = self._send_mail(post, parcel, message_id)
        try:
            self._mark_handed_over(parcel, message_id)
        except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
            # It left: only what is written about it has to be written again.
            self.env.cr.rollback()
            self._mark_handed_over(parcel, message_id)
        return True

    def _mark_handed_over(self, parcel, message_id):
        """Write the delivery and its evidence; `_tell_what_left` does the rest."""
        when = {
            "sent_at": fields.Datetime.now(),
            "sent_on": fields.Date.context_today(self),  # tz: see `_send_batch`
        }
        self.env.flush_all()
        self.env.execute_query(
            SQL(
                """
                WITH named AS (
                    UPDATE tpe_dunning_reminder_line
                       SET state = 'sent', sent_on = %(sent_on)s
                     WHERE reminder_id = %(id)s
                )
                UPDATE tpe_dunning_reminder
                   SET state = 'sent', note = NULL, to_tell = TRUE,
                       sent_at = %(sent_at)s, sent_on = %(sent_on)s,
                       evidence_hash = %(seal)s, smtp_message_id = %(message)s
                 WHERE id = %(id)s
             RETURNING id
                """,
                id=self.id,
                seal=digest({**parcel.seal, **self._evidence_when(**when)}),
                message=message_id,
                **when,
            )
        )
        self.env.invalidate_all()

    def _mark_sent(self, note=False, on=None, **values):
        """The message arrived at the customer's: write it where it is looked for.

        ``on`` is the day of sending where the company is, today unless a person says
        another one.
        """
        when = {
            "sent_at": fields.Datetime.now(),
            "sent_on": on or self.company_id._dunning_today(),
        }
        seal = digest({**self._evidence_facts(), **self._evidence_when(**when)})
        self.write(
            {"state": "sent", "note": note, "evidence_hash": seal, **when, **values}
        )
        self._log_on_invoices()
