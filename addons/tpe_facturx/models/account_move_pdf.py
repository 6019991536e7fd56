from odoo import api, fields, models
from odoo.exceptions import LockError, RedirectWarning, UserError
from odoo.tools import file_open
from odoo.tools.misc import format_date

from ..tools import pdfa
from ..tools.cii import clean

# A page of the list: more of them are for the batch, which works in the background.
AT_ONCE = 80
PROFILE = "tools/data/files/sRGB2014.icc"


class AccountMove(models.Model):
    """The Factur-X as the invoice's own PDF: made by one click, kept once it was sent."""

    _inherit = "account.move"

    tpe_facturx_offered = fields.Boolean(compute="_compute_tpe_facturx_offered")

    @api.depends("state", "move_type", "company_id")
    def _compute_tpe_facturx_offered(self):
        past = self._facturx_past()
        for move in self:
            move.tpe_facturx_offered = (
                move.state == "posted" and move._facturx_is_ours() and move not in past
            )

    @api.depends("is_move_sent")
    def _compute_highlight_send_button(self):
        """Override of `account`: to have looked at the file is not to have sent it."""
        result = super()._compute_highlight_send_button()
        for move in self.filtered("tpe_facturx_offered"):
            move.highlight_send_button = (
                not move.is_being_sent and not move.is_move_sent
            )
        return result

    def action_facturx(self):
        """Download the Factur-X: what was sent as it was, otherwise made anew."""
        self._facturx_check_offered()
        unsent = self.filtered(lambda move: not move.is_move_sent)
        unsent._facturx_unstore()
        self._facturx_make()
        if len(self) == 1 and not self._facturx_stored_xml(
            self.sudo().invoice_pdf_report_id.raw
        ):
            if self._facturx_lost():
                words = self._facturx_lost_words()
            else:
                words = self.env._(
                    "%s was sent as a PDF that is no Factur-X. Another PDF can be made "
                    "of it; the one that was sent stays among its attachments.",
                    self.name,
                )
            raise RedirectWarning(
                words,
                self.env.ref("tpe_facturx.action_server_facturx_again").id,
                self.env._("Make the Factur-X"),
                {
                    "active_model": self._name,
                    "active_id": self.id,
                    "active_ids": self.ids,
                },
            )
        return self._facturx_download()

    def action_facturx_again(self):
        """Make the Factur-X anew, also of what was sent, which stays attached."""
        self._facturx_check_offered()
        self._facturx_unstore()
        self._facturx_make()
        return self._facturx_download()

    def _facturx_download(self):
        """The form is read again afterwards: its quiet line has something new to say."""
        return {
            "type": "ir.actions.client",
            "tag": "tpe_facturx_download",
            "params": {"url": self.action_invoice_download_pdf()["url"]},
        }

    def _facturx_check_offered(self):
        if others := self.filtered(lambda move: not move.tpe_facturx_offered):
            raise UserError(
                self.env._(
                    "Only posted invoices and credit notes that a French company made "
                    "here become Factur-X. Leave out: %s",
                    ", ".join(others.mapped("display_name")),
                )
            )
        if len(self) > AT_ONCE:
            raise UserError(
                self.env._(
                    "Select at most %s invoices; the export for the accountant takes as "
                    "many as you like.",
                    AT_ONCE,
                )
            )

    def _facturx_unstore(self):
        """Let another PDF be made; one that was sent stays as a plain attachment."""
        stored = self.filtered("invoice_pdf_report_id")
        if not stored:
            return
        stored.check_access("write")
        stored._facturx_lock()
        sent = stored.filtered("is_move_sent")
        sent._detach_attachments()
        for move in sent:
            move._message_log(
                body=self.env._(
                    "Another PDF was asked for; the one that was sent stays attached."
                )
            )
        (stored - sent).sudo().invoice_pdf_report_id.unlink()
        stored.invalidate_recordset(
            ["invoice_pdf_report_id", "invoice_pdf_report_file"]
        )

    def _facturx_lost_words(self):
        return self.env._(
            "The PDF of %s that was sent is no longer on the server's disk: have it "
            "restored from a backup, or have another one made by the button Factur-X.",
            self.name,
        )

    def _detach_attachments(self):
        """Override of `account`: what was detached is the file of the invoice no more.

        Core forgets it with the transaction only; one may set to draft, post and print.
        """
        result = super()._detach_attachments()
        self.invalidate_recordset(["invoice_pdf_report_id", "invoice_pdf_report_file"])
        return result

    def _facturx_make(self):
        """The stored Factur-X of each invoice, made where there is no PDF yet.

        An invoice is not sent by that: ``is_move_sent`` stays what it is.
        """
        lost = self._facturx_lost().filtered(lambda move: not move.is_move_sent)
        lost._facturx_unstore()
        missing = self.filtered(lambda move: not move.invoice_pdf_report_id)
        if missing:
            missing.check_access("write")
            missing._facturx_lock()
        for moves in missing.grouped("company_id").values():
            moves._facturx_make_together()
        return self.sudo().invoice_pdf_report_id

    def _facturx_lock(self):
        """One at a time, and core's words for it say nothing to a person."""
        try:
            self.lock_for_update()
        except LockError as error:
            raise LockError(
                self.env._(
                    "Somebody else is making this PDF right now: try again in a moment."
                )
            ) from error

    def _facturx_lost(self):
        """Those of self whose PDF is known here while its file is gone from the disk."""
        return self.filtered(
            lambda move: (file := move.sudo().invoice_pdf_report_id) and not file.raw
        )

    def _facturx_make_together(self):
        """Print the invoices of one company at once, and store each as Factur-X."""
        send, unsent = (
            self.env["account.move.send"],
            self.filtered(lambda move: not move.is_move_sent),
        )
        data = {
            move.sudo(): {
                "pdf_report": send._get_default_pdf_report_id(move),
                "facturx_xml": move._facturx_xml_or_refuse(),
            }
            for move in self
        }
        try:
            send._prepare_invoice_pdf_report(data)
        except OSError as error:
            raise UserError(
                self.env._(
                    "The PDF cannot be printed, the server has no room for it: %s.",
                    error.strerror or error,
                )
            ) from error
        for move, values in data.items():
            send._hook_invoice_document_after_pdf_report_render(move, values)
            if values.get("facturx_refusals"):
                move._facturx_refuse(values["facturx_refusals"])
        send._link_invoice_documents(data)
        # Core takes a PDF that exists for one that was sent.
        unsent.sudo().is_move_sent = False

    def _facturx_xml_or_refuse(self):
        content, errors = self._facturx_xml()
        if errors:
            self._facturx_refuse(errors)
        return content

    def _facturx_refuse(self, sentences):
        raise UserError(
            self.env._(
                "%(invoice)s cannot be a Factur-X yet:\n- %(reasons)s",
                invoice=self.name,
                reasons="\n- ".join(sentences),
            )
        )

    def _facturx_pdf(self, pdf, xml):
        """``pdf`` as it was printed, as a Factur-X with ``xml`` inside."""
        self.ensure_one()
        lang = self.partner_id.lang or self.company_id.partner_id.lang or "fr_FR"
        told = self.with_context(lang=lang)
        subject = told.env._(
            "%(document)s %(number)s of %(date)s",
            document=told.type_name,
            number=self.name,
            date=format_date(told.env, self.invoice_date),
        )
        with file_open(PROFILE, "rb") as icc:
            document = pdfa.Document(
                title=clean(f"{self.company_id.name} - {told.type_name} {self.name}"),
                author=clean(self.company_id.name),
                subject=clean(subject),
                created=fields.Datetime.now(),
                lang=lang.replace("_", "-"),
            )
            return pdfa.to_facturx(pdf, xml, document, icc.read())

    def _facturx_pdf_words(self, reason):
        """Why no Factur-X was made of a PDF, as a sentence."""
        env = self.env
        return {
            pdfa.EMPTY: env._("The printed PDF is empty."),
            pdfa.ENCRYPTED: env._("The printed PDF is protected by a password."),
            pdfa.XML: env._("The XML is of no profile that a Factur-X may have."),
            pdfa.ATTACHMENT: env._("Two of the files to attach have the same name."),
        }.get(reason) or env._("The printed PDF is damaged.")
