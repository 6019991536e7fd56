import logging
from functools import cache

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..tools.evidence import file_line, that_fit
from .dunning_reminder_post import mail_server

_logger = logging.getLogger(__name__)

# Beyond this, mail servers refuse the message and people do not open it.
MOST_FILES = 20
MEGABYTE = 1024 * 1024
MOST_BYTES = 10 * MEGABYTE
# Columns of a message without files.
NO_FILES = {"attachment_list": None, "attachment_note": None}


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

    def _attach(self, texts):
        """Copy the files that go along; add to the columns of each mail what they are.

        ``texts`` are those of `_mail_texts`: ``{reminder: columns}``.
        """
        self.attachment_ids.unlink()  # of an attempt that was given up
        most = cache(self._most)
        named = {reminder: reminder._to_attach() for reminder in texts}
        # Read at once: each message would search those of its own invoices.
        self.env["account.move"].union(*named.values()).invoice_pdf_report_id.mapped(
            "file_size"
        )
        copies, held = [], 0
        for reminder, columns in texts.items():
            moves = named[reminder]
            files, note = {}, None
            if moves:
                room = self._room(most(columns["email_from"]), columns["body"])
                files, note = reminder._files_that_fit(moves, room)
            copies += [reminder._copy_values(*file) for file in files.items()]
            columns["attachment_note"] = note
            columns["attachment_list"] = "\n".join(
                file_line(file.name, content) for file, content in files.items()
            )
            held += sum(map(len, files.values()))
            if held > MOST_BYTES:  # those of all would not fit in memory together
                self._create_copies(copies)
                copies, held = [], 0
        self._create_copies(copies)

    def _most(self, sender):
        """Size of the largest mail that the server takes of ``sender``."""
        server, _address = mail_server(self.env, sender)
        return server._get_max_email_size() * MEGABYTE

    def _room(self, most, body):
        """Bytes of files that go into a mail of size ``most``, as core counts them."""
        words = self.env["mail.mail"]._estimate_email_size({}, body, [])
        return max(0, min(MOST_BYTES, int((most - words) * 6 / 8)))

    def _files_that_fit(self, moves, room):
        """``({file: content}, words about the invoices that do not go along)``."""
        stored = moves[:MOST_FILES].invoice_pdf_report_id
        fits = that_fit(stored.mapped("file_size"), MOST_FILES, room)
        fitting = stored.browse(
            [file.id for file, kept in zip(stored, fits, strict=True) if kept]
        )
        files = {file: content for file in fitting if (content := _content(file))}
        lost = fitting.filtered(lambda file: file not in files)
        missing = moves[:MOST_FILES].filtered(
            lambda move: (
                not move.invoice_pdf_report_id or move.invoice_pdf_report_id in lost
            )
        )
        return files, self._attachment_words(moves, missing, len(files), room)

    def _copy_values(self, file, content):
        return {
            "name": " ".join(file.name.split()),
            "raw": content,
            "mimetype": file.mimetype,
            "res_model": self._name,
            "res_id": self.id,
        }

    def _create_copies(self, values):
        """Write the copies of many messages at once."""
        if not values:
            return
        copies = self.env["ir.attachment"].create(values)
        copies.flush_recordset()
        self.env.cr.execute(
            "INSERT INTO tpe_dunning_reminder_attachment_rel "
            "(reminder_id, attachment_id) "
            "SELECT res_id, id FROM ir_attachment WHERE id = ANY(%s)",
            [copies.ids],
        )

    def _attachment_words(self, moves, missing, attached, room):
        """Why some invoices do not go along, or False."""
        too_big = len(moves) - len(missing) - attached
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
                    "%(files)s files and %(size)s MB.",
                    count=too_big,
                    all=len(moves),
                    files=MOST_FILES,
                    size=room // MEGABYTE,
                )
            )
        return " ".join(words) or False

    def _files_to_send(self, file_ids, file_list):
        """``[(name, content, type)]`` of the copies, which are still what was listed."""
        copies = self.env["ir.attachment"].browse(file_ids)
        files = [(file.name, _content(file), file.mimetype) for file in copies]
        if "\n".join(file_line(name, content) for name, content, _ in files) != (
            file_list or ""
        ):
            raise UserError(self.env._("A file that goes along is no longer the same."))
        return files


def _content(file):
    """Bytes of ``file``; core would read those of all the messages, and keep them."""
    content = file.with_prefetch().raw or b""
    file.invalidate_recordset(["raw"], flush=False)
    return content
