import logging

from odoo import Command, fields, models
from odoo.tools import SQL

from ..tools.evidence import file_line, that_fit

_logger = logging.getLogger(__name__)

# Beyond this, mail servers refuse the message and people do not open it.
MOST_FILES = 20
MOST_BYTES = 10 * 1024 * 1024


class DunningReminderAttachment(models.Model):
    """The invoices that go along with a message: their stored PDF, made once."""

    _inherit = "tpe.dunning.reminder"

    attachment_ids = fields.Many2many(
        "ir.attachment",
        "tpe_dunning_reminder_attachment_rel",
        "reminder_id",
        "attachment_id",
        copy=False,
        help="Copies of the files that leave: the invoice may get another one later.",
    )
    attachment_note = fields.Char(
        string="Not attached",
        readonly=True,
        copy=False,
        help="Invoices that the customer reads behind their link only, and why.",
    )
    attachment_list = fields.Text(
        string="Files sent",
        readonly=True,
        copy=False,
        help="SHA-256 and name of each file, as sha256sum writes them.",
    )

    def _to_attach(self):
        """Invoices whose PDF goes with this message."""
        self.ensure_one()
        if self.channel != "email" or not self.level_id.attach_invoices:
            return self.env["account.move"]
        return self.line_ids.move_id.filtered(
            lambda move: move.state == "posted" and move.is_sale_document()
        )

    def _without_documents(self):
        """Those of self that name an invoice without a stored PDF: one statement."""
        if not self:
            return self
        rows = self.env.execute_query(
            SQL(
                """
                SELECT DISTINCT line.reminder_id
                  FROM tpe_dunning_reminder_line line
                  JOIN tpe_dunning_reminder reminder ON reminder.id = line.reminder_id
                  JOIN tpe_dunning_level level ON level.id = reminder.level_id
                  JOIN account_move move ON move.id = line.move_id
                 WHERE line.reminder_id IN %s
                   AND reminder.channel = 'email'
                   AND level.attach_invoices
                   AND move.state = 'posted'
                   AND move.move_type IN ('out_invoice', 'out_receipt')
                   AND NOT EXISTS (
                       SELECT 1 FROM ir_attachment file
                        WHERE file.res_model = 'account.move'
                          AND file.res_field = 'invoice_pdf_report_file'
                          AND file.res_id = move.id)
                """,
                tuple(self.ids),
            )
        )
        return self.browse(reminder_id for [reminder_id] in rows)

    def _make_documents(self):
        """Make the PDF of invoices that have none, each in its own transaction.

        Without a lock on the message or on the invoices: making a PDF takes seconds.
        What fails is left to the portal link, and told when the message is prepared.
        """
        progress = self.env["ir.cron"]._commit_progress
        todo = self._to_attach()[:MOST_FILES]
        for move in todo.filtered(lambda move: not move.invoice_pdf_report_id):
            progress()
            if self._lock_document(move) and not move.invoice_pdf_report_id:
                self._make_document(move)
        progress()

    def _lock_document(self, move):
        """Whether nobody else makes the PDF of this invoice right now."""
        [[locked]] = self.env.execute_query(
            SQL(
                "SELECT pg_try_advisory_xact_lock(hashtext('tpe_dunning_pdf'), %s)",
                move.id,
            )
        )
        return locked

    def _make_document(self, move):
        """Through core's own way, which keeps the PDF; nothing is sent to anybody."""
        try:
            self.env["account.move.send"]._generate_and_send_invoices(
                move, sending_methods=set(), extra_edis=set()
            )
        except Exception:
            self.env.cr.rollback()
            _logger.warning("No PDF for invoice %s", move.id, exc_info=True)

    def _attachment_values(self):
        """Files, evidence and words about what does not go along."""
        self.attachment_ids.unlink()  # of an attempt that was given up
        moves = self._to_attach()
        stored = moves[:MOST_FILES].invoice_pdf_report_id
        kept = that_fit(stored.mapped("file_size"), MOST_FILES, MOST_BYTES)
        files = stored.browse(
            [file.id for file, fits in zip(stored, kept, strict=True) if fits]
        )
        copies = files.create(
            [
                {
                    "name": " ".join(file.name.split()),
                    "raw": file.raw,
                    "mimetype": file.mimetype,
                    "res_model": self._name,
                    "res_id": self.id,
                }
                for file in files
            ]
        )
        return {
            "attachment_ids": [Command.set(copies.ids)],
            "attachment_list": "\n".join(
                file_line(file.name, file.raw or b"") for file in files
            )
            or False,
            "attachment_note": self._attachment_words(moves, files),
        }

    def _attachment_words(self, moves, files):
        """Why some invoices do not go along, or False."""
        taken = moves[:MOST_FILES]
        missing = taken.filtered(lambda move: not move.invoice_pdf_report_id)
        too_big = len(moves) - len(missing) - len(files)
        words = []
        if missing:
            words.append(
                self.env._(
                    "No PDF could be made of %(invoices)s: link only.",
                    invoices=", ".join(missing.mapped("name")),
                )
            )
        if too_big:
            words.append(
                self.env._(
                    "%(count)s of %(all)s invoices behind their link only: at most "
                    "%(files)s files and 10 MB.",
                    count=too_big,
                    all=len(moves),
                    files=MOST_FILES,
                )
            )
        return " ".join(words) or False
