import logging
from datetime import timedelta

from odoo import api, models
from odoo.tools import SQL

_logger = logging.getLogger(__name__)
NOT_SENT = ("sending", "failed")


class CashMondaySend(models.Model):
    """Once for a company, a person and a week; or a person is told that it did not."""

    _inherit = "tpe.cash.monday"

    @api.model
    def _cron_send(self):
        """What is due this week: each message in two transactions.

        The first one writes that it is about to leave.  Killed before the second one,
        it stays « Outcome unknown », and nothing but a person sends it again.
        """
        commit = self.env["ir.cron"]._commit_progress
        companies = self.env["res.company"].search(
            [("tpe_cash_monday_mail", "=", True)]
        )
        for company in companies:
            try:
                self._send_week(company)
            except Exception as error:
                self.env.cr.rollback()
                _logger.exception("Monday e-mails of company %s failed", company.id)
                self.env["tpe.cash.alert"]._failed(company, "mail", error)
            commit()

    @api.model
    def _send_week(self, company):
        commit = self.env["ir.cron"]._commit_progress
        monday = self._due_monday(company)
        if not monday:
            return
        self._plan(company, monday)
        commit()
        for mail in self._queued(company, monday):
            if mail._claim():
                commit()
                mail._hand_over()
            commit()
        self.env["tpe.cash.alert"]._check(company)

    @api.model
    def _due_monday(self, company):
        """The Monday of this week, where the forecast of this morning is written.

        Switched on later in the week: the first message is that of next Monday.
        """
        today = company._dunning_today()
        monday = today - timedelta(today.weekday())
        since = company.tpe_cash_monday_since
        fresh = self.env["tpe.cash.forecast"].search_count(
            [
                ("company_id", "=", company.id),
                ("is_current", "=", True),
                ("date", "=", today),
            ],
            limit=1,
        )
        return monday if fresh and since and since <= monday else None

    @api.model
    def _plan(self, company, monday):
        """One message for each manager, unless this week has its messages already."""
        if self.search_count(
            [("company_id", "=", company.id), ("monday", "=", monday)], limit=1
        ):
            return
        readers = company._cash_managers().filtered("tpe_cash_monday_mail")
        if readers:
            self.env.cr.execute(
                SQL(
                    """
                    INSERT INTO tpe_cash_monday (company_id, user_id, monday, state,
                                                 create_uid, create_date)
                    SELECT %(company)s, reader, %(monday)s, 'queued', %(uid)s,
                           now() AT TIME ZONE 'UTC'
                      FROM unnest(%(readers)s) reader
                        ON CONFLICT DO NOTHING
                    """,
                    company=company.id,
                    monday=monday,
                    uid=self.env.uid,
                    readers=readers.ids,
                )
            )
            self.invalidate_model()

    @api.model
    def _queued(self, company, monday):
        """Those to whom it may still be sent: somebody may have left since."""
        readers = company._cash_managers().filtered("tpe_cash_monday_mail")
        return self.search(
            [
                ("company_id", "=", company.id),
                ("monday", "=", monday),
                ("state", "=", "queued"),
                ("user_id", "in", readers.ids),
            ]
        )

    def _claim(self):
        """Write that it is about to leave; False when another server did so before."""
        claimed = self.env.execute_query(
            SQL(
                """
                UPDATE tpe_cash_monday SET state = 'sending'
                 WHERE id = (SELECT id FROM tpe_cash_monday
                              WHERE id = %s AND state = 'queued'
                         FOR UPDATE SKIP LOCKED)
             RETURNING id
                """,
                self.id,
            )
        )
        self.invalidate_recordset(["state"])
        return bool(claimed)

    def _hand_over(self):
        """Give it to the mail server, and write what that said."""
        mails = self.env["mail.mail"].sudo()
        try:
            template = self.env.ref("tpe_cashforecast.mail_template_monday").sudo()
            # To the manager and nobody else, whatever the template was changed to.  Kept
            # until its outcome is read: core deletes what has no address as well.
            values = {
                "email_to": self.user_id.email_formatted,
                "email_cc": False,
                "recipient_ids": [],
                "auto_delete": False,
            }
            mail = mails.browse(template.send_mail(self.id, email_values=values))
            mail.send()
            sent = mail.state == "sent"
            note = not sent and (mail.failure_reason or self.env._("No answer."))
            # Nothing of it stays: neither figures for others to read, nor a message that
            # core would send once more.
            mail.unlink()
        except Exception as error:
            self.env.cr.rollback()
            _logger.warning("Monday e-mail %s did not leave", self.id, exc_info=True)
            sent, note = False, str(error) or type(error).__name__
        self.write(
            {
                "state": "sent" if sent else "failed",
                "note": note and " ".join(note.split())[:500],
            }
        )

    @api.model
    def _unsent(self, company):
        """The messages of this week that somebody should know of."""
        today = company._dunning_today()
        return self.search(
            [
                ("company_id", "=", company.id),
                ("monday", "=", today - timedelta(today.weekday())),
                ("state", "in", NOT_SENT),
            ]
        )
