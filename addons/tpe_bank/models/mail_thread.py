from odoo import models

from .bank_mailbox import may_be_a_bank_file


class MailThread(models.AbstractModel):
    """Bank files keep the accents with which they were sent."""

    _inherit = "mail.thread"

    def _message_parse_extract_payload(
        self, message, message_dict, save_original=False
    ):
        """Core takes a text without a named encoding for UTF-8, and loses what is not."""
        for part in message.walk():
            unnamed = part.get_content_maintype() == "text" and not part.get_param(
                "charset"
            )
            if unnamed and may_be_a_bank_file(part.get_filename()):
                try:
                    part.get_payload(decode=True).decode()
                except UnicodeDecodeError:
                    part.set_param("charset", "cp1252")
        return super()._message_parse_extract_payload(
            message, message_dict, save_original=save_original
        )
