from markupsafe import escape

from odoo import models
from odoo.exceptions import UserError
from odoo.tools import SQL

from .dunning_reminder_facts import version


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
        if self._sms_refused():
            raise UserError(self.env._("%(number)s asked for no SMS.", number=number))
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

    def _sms_refused(self):
        """Those of self whose number is on the black list of Odoo, where there is one."""
        if "phone.blacklist" not in self.env:
            return self.browse()
        numbers = {reminder: reminder._sms_number() for reminder in self}
        listed = self.env["phone.blacklist"].sudo()
        refused = listed.search([("number", "in", [*filter(None, numbers.values())])])
        refused = set(refused.mapped("number"))
        return self.filtered(lambda reminder: numbers[reminder] in refused)

    def _facts(self):
        """Somebody may refuse SMS between « about to leave » and the hand-over."""
        yield from super()._facts()
        if "phone.blacklist" in self.env:
            yield SQL(
                """SELECT mine.id, %s FROM mine
                     JOIN phone_blacklist refused ON refused.number = mine.email_to
                    WHERE mine.channel = 'sms'""",
                version("refused"),
            )

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
