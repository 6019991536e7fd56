import logging
import secrets

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import email_normalize, email_split

_logger = logging.getLogger(__name__)


class BankMailbox(models.Model):
    """The address to which a bank, or a person, sends the files of one account."""

    _name = "tpe.bank.mailbox"
    _description = "Address for Bank Files"
    _inherit = ["mail.alias.mixin", "mail.thread"]
    _rec_name = "journal_id"
    _check_company_auto = True

    journal_id = fields.Many2one(
        "account.journal",
        string="Bank account",
        required=True,
        ondelete="cascade",
        domain="[('type', '=', 'bank')]",
        check_company=True,
    )
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    user_id = fields.Many2one(
        "res.users",
        string="Looks at what is refused",
        required=True,
        default=lambda self: self.env.user,
        domain="[('share', '=', False)]",
    )
    senders = fields.Char(
        string="Imported without a look from",
        help="Addresses, with commas between them. What comes from others waits for a "
        "person: an address can be forged, a bank line can say that somebody paid.",
    )

    _journal_unique = models.Constraint(
        "UNIQUE(journal_id)", "This bank account has an address already."
    )

    @api.constrains("senders")
    def _check_senders(self):
        for box in self:
            for address in (box.senders or "").split(","):
                if address.strip() and not email_normalize(address):
                    raise ValidationError(
                        self.env._("« %s » is not an e-mail address.", address.strip())
                    )

    def _alias_get_creation_values(self):
        values = super()._alias_get_creation_values()
        values["alias_model_id"] = self.env["ir.model"]._get_id(self._name)
        if self.id:
            values["alias_force_thread_id"] = self.id
            if not self.alias_name:
                # Not to be guessed.
                code = (self.journal_id.code or "").lower()
                values["alias_name"] = f"banque-{code}-{secrets.token_hex(4)}"
        return values

    def message_update(self, msg_dict, update_vals=None):
        """A mail arrived: read its attachments; the mail itself is always kept."""
        for box in self:
            box._receive_or_tell(msg_dict)
        return super().message_update(msg_dict, update_vals=update_vals)

    def _receive_or_tell(self, message):
        """A mail must not bounce, nor be fetched again for ever."""
        try:
            with self.env.cr.savepoint():
                self._receive(message)
        except Exception:
            _logger.exception("Bank files of %s", self.display_name)
            self._ask_somebody(self, self.env._("A bank file could not be read."))

    def _receive(self, message):
        """Import the files of one message, or ask somebody."""
        known = {
            email_normalize(address) for address in (self.senders or "").split(",")
        }
        sender = next(iter(email_split(message.get("email_from") or "")), "")
        # No address at all is nobody's, also where no sender is named.
        trusted = email_normalize(sender) in known - {False}
        company = self.journal_id.company_id
        files = self.env["tpe.bank.import"].with_company(company)
        files = files.with_context(allowed_company_ids=company.ids)
        for name, content, info in message.get("attachments") or ():
            if isinstance(content, str):
                # Back to the bytes that were sent: the file may name its encoding.
                content = content.encode(info.get("encoding") or "utf-8", "replace")
            if not may_be_a_bank_file(name):
                continue
            attachment = self.env["ir.attachment"].create(
                {"name": name, "raw": content, "res_model": files._name}
            )
            for one in files._from_attachments(attachment, self.journal_id):
                self._settle(one, trusted)

    def _settle(self, one, trusted):
        """Import what needs no look; otherwise say to a person what to look at."""
        if one.state == "refused":
            self._ask_somebody(one, one.refusal)
        elif not trusted:
            self._ask_somebody(one, self.env._("Came by mail: look at it, import it."))
        elif one.doubtful_count:
            self._ask_somebody(one, self.env._("Some lines look alike: look at them."))
        else:
            try:
                with self.env.cr.savepoint():
                    one._import()
            except UserError as error:
                self._ask_somebody(one, str(error))
                return
            if one.gap_state == "gap":
                self._ask_somebody(one, one.gap)

    def _ask_somebody(self, record, note):
        target = record if record._name == "tpe.bank.import" else self.journal_id
        target.activity_schedule(
            "mail.mail_activity_data_todo",
            summary=self.env._("Bank file to look at"),
            note=note,
            user_id=self.user_id.id,
        )


def may_be_a_bank_file(name):
    """Signatures and logos travel with mails: they are no bank files."""
    ending = (name or "").rpartition(".")[2].lower()
    return ending in ("xml", "ofx", "csv", "txt", "c53", "camt", "qfx", "tsv")
