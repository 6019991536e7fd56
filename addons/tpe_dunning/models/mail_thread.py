from odoo import api, models
from odoo.tools import html2plaintext

# What a mail server says of a message that may still arrive, or has arrived.
NOT_LOST = {"delayed", "delivered", "relayed", "expanded"}


class MailThread(models.AbstractModel):
    _inherit = "mail.thread"

    @api.model
    def _routing_handle_bounce(self, email_message, message_dict):
        """Override of `mail`: reminders learn why they came back.

        The reason is in the mail, which core does not hand on to the record.  Core knows
        the record by its message; when that one is gone, the Message-Id still tells.
        """
        reminders = self.env["tpe.dunning.reminder"].sudo()
        if _is_lost(email_message):
            reason = html2plaintext(message_dict.get("body") or "")
            self = self.with_context(tpe_bounce_reason=reason)
            names = message_dict.get("bounced_msg_ids")
            if names and not message_dict.get("bounced_message"):
                reminders.search([("smtp_message_id", "in", names)])._came_back(reason)
        else:
            self = self.with_context(tpe_bounce_ignored=True)
        return super()._routing_handle_bounce(email_message, message_dict)


def _is_lost(message):
    """Whether a delivery report says that the message did not arrive.

    « Delayed » is no failure: the server tries again (RFC 3464, 2.3.3).  A report that
    cannot be read is taken as a failure, which a person looks at.
    """
    said = {
        (block.get("Action") or "").strip().lower()
        for part in message.walk()
        if part.get_content_type() == "message/delivery-status"
        for block in part.get_payload()
        if hasattr(block, "get")
    } - {""}
    return not said or bool(said - NOT_LOST)
