from markupsafe import escape

from odoo import models
from odoo.exceptions import UserError


class DunningReminderSms(models.Model):
    """A step by SMS, through Odoo's own SMS module where it is installed."""

    _inherit = "tpe.dunning.reminder"

    def _sms_values(self):
        """The SMS, as it will leave and as it is kept."""
        if "sms.sms" not in self.env:
            raise UserError(self.env._("SMS is not installed."))
        number = self._sms_number()
        if not number:
            raise UserError(self.env._("No telephone number on the customer."))
        self.lang = self.partner_id.lang or self.company_id.partner_id.lang
        text = self.level_id.with_context(lang=self.lang)._sms(
            company=self.company_id.name,
            amount=self.currency_id.with_context(lang=self.lang).format(
                self.amount_net
            ),
            link=self.page_url,
        )
        return {
            "email_to": number,
            "email_from": self.company_id.name,
            "reply_to": False,
            "subject": text,
            "body": escape(text),
        }

    def _sms_number(self):
        """Number of the customer in its international form, or False.

        An archived customer is written to no more, by SMS as by e-mail.
        """
        partner = self.partner_id.filtered("active")
        if not partner:
            return False
        return partner._phone_format(fname="phone") or partner.phone

    def _send_sms(self):
        """Give the SMS to the provider; return the name it has there.

        An error that the provider states is a refusal.  When the call itself breaks
        nobody knows, and the rollback leaves nothing that Odoo's queue could repeat.
        """
        sms = self.env["sms.sms"].create(
            {
                "number": self.email_to,
                "body": self.subject,
                "partner_id": self.partner_id.id,
            }
        )
        sms.send(unlink_sent=False, raise_exception=True)
        if sms.state not in ("process", "pending", "sent"):
            reasons = dict(sms._fields["failure_type"]._description_selection(self.env))
            reason = reasons.get(sms.failure_type, self.env._("The SMS did not leave."))
            raise UserError(reason)
        return sms.uuid
