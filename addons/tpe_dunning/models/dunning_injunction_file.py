import logging
import re
import tempfile
from collections.abc import Callable
from dataclasses import dataclass

from markupsafe import Markup

from odoo import Command, models
from odoo.exceptions import UserError

from ..tools import injunction
from ..tools.archive import Entry, write_archive

_logger = logging.getLogger(__name__)

MEMORY = 16 * 1024 * 1024
PDF_DATES = re.compile(rb"(/(?:CreationDate|ModDate) \(D:)\d{14}")


@dataclass(frozen=True, slots=True)
class Document:
    """A file to be: ``load`` gives its bytes when its turn comes."""

    folder: str
    name: str
    kind: str
    reference: str
    date: str
    about: str
    load: Callable[[], bytes]


class DunningInjunctionFile(models.Model):
    """The ZIP of a claim: sheet, invoices, what was sent, and hashes."""

    _inherit = "tpe.dunning.injunction"

    def _build(self):
        """Compute the claim to this day and write the ZIP; returns what is not in it."""
        self.ensure_one()
        self = self.sudo().with_context(
            lang=self.company_id.partner_id.lang or self.env.lang
        )
        self._write_claim()
        failed = self._generate_pdfs()
        documents = self._documents()
        with tempfile.SpooledTemporaryFile(max_size=MEMORY) as target:
            write_archive(target, self._entries(documents))
            target.seek(0)
            attachment = self.env["ir.attachment"].create(
                {
                    "name": f"injonction-{self.id}.zip",
                    "raw": target.read(),
                    "mimetype": "application/zip",
                    "res_model": self._name,
                    "res_id": self.id,
                }
            )
        self.attachment_id.unlink()
        self.attachment_id = attachment
        body = self.env._("File built: %s documents.", len(documents) + 1)
        if failed:
            body += " " + self.env._(
                "No PDF could be made for: %s. Print them yourself and add them.",
                ", ".join(failed.mapped("name")),
            )
        self._message_log(body=body)
        return failed

    def _write_claim(self):
        day = self.company_id._dunning_today()
        claims = [move._tpe_court_claim(day) for move in self._sorted_moves()]
        court = injunction.court(self.partner_id.tpe_profile)
        self.write(
            {
                "date_until": day,
                "profile": self.partner_id.tpe_profile,
                "court_kind": court.kind,
                "court_form": court.form,
                "amount_principal": sum(claim["principal"] for claim in claims),
                "amount_interest": sum(claim["interest"] for claim in claims),
                "amount_fee": sum(claim["fee"] for claim in claims),
                "statement": self.env["ir.qweb"]._render(
                    "tpe_dunning.injunction_statement",
                    {
                        "case": self,
                        "claims": claims,
                        "daily": sum(claim["daily"] for claim in claims),
                    },
                ),
            }
        )

    def _sorted_moves(self):
        return self.move_ids.sorted(lambda move: (move.invoice_date_due, move.id))

    # --- Invoices ---------------------------------------------------------------------

    def _generate_pdfs(self):
        """Make the PDF of the invoices that have none; returns those where it failed.

        All at once, which is quicker; then one by one, so that one fault stops one only.
        """
        missing = self._without_pdf()
        for moves in [missing, *missing] if len(missing) > 1 else missing:
            if todo := moves & self._without_pdf():
                self._generate_pdf(todo)
        return self._without_pdf()

    def _without_pdf(self):
        self.move_ids.invalidate_recordset(["invoice_pdf_report_id"])
        return self.move_ids.filtered(lambda move: not move.invoice_pdf_report_id)

    def _generate_pdf(self, moves):
        """Through Odoo's own way, without sending anything to anybody."""
        try:
            with self.env.cr.savepoint():
                self.env["account.move.send"]._generate_and_send_invoices(
                    moves, sending_methods=[], extra_edis=[]
                )
        except Exception:
            # Whatever is wrong with a report or a library, the file is made without it.
            _logger.warning("No PDF for invoices %s", moves.ids, exc_info=True)

    # --- Documents --------------------------------------------------------------------

    def _documents(self):
        """What the file holds besides the sheet, in the order of the sheet."""
        return [
            *self._invoice_documents(),
            *self._reminder_documents(),
            *self._agreement_documents(),
        ]

    def _entries(self, documents):
        """The sheet first, then each document when its turn comes."""
        sheet = Document(
            "",
            self.env._("claim-sheet") + ".pdf",
            self.env._("Claim sheet"),
            "",
            str(self.date_until),
            self.partner_id.name or "",
            lambda: self._sheet_pdf(documents),
        )
        for document in [sheet, *documents]:
            yield Entry(
                document.folder,
                document.name,
                document.load(),
                document.kind,
                document.reference,
                document.date,
                document.about,
            )

    def _sheet_pdf(self, documents):
        """The claim sheet; the clock of the converter left out, so that it is the same
        each time it is made from the same books."""
        pdf, _kind = (
            self.env["ir.actions.report"]
            .with_company(self.company_id)
            ._render_qweb_pdf(
                "tpe_dunning.report_injunction",
                self.ids,
                data={"documents": [(d.kind, d.reference, d.date) for d in documents]},
            )
        )
        return PDF_DATES.sub(
            rb"\g<1>" + f"{self.date_until:%Y%m%d}000000".encode(), pdf
        )

    def _invoice_documents(self):
        for move in self._sorted_moves():
            if move.invoice_pdf_report_id:
                yield Document(
                    self.env._("invoices"),
                    f"{move.name}.pdf",
                    self.env._("Invoice"),
                    move.name,
                    str(move.invoice_date),
                    self.partner_id.name or "",
                    lambda move=move: move.invoice_pdf_report_id.raw,
                )

    def _reminders(self):
        """The messages that arrived and name these invoices, oldest first."""
        lines = self.env["tpe.dunning.reminder.line"].search(
            [("move_id", "in", self.move_ids.ids), ("state", "=", "sent")]
        )
        return lines.reminder_id.sorted(lambda one: (one.sent_on, one.id))

    def _reminder_documents(self):
        ranks = dict(
            self.env["tpe.dunning.reminder"]
            ._fields["rank"]
            ._description_selection(self.env)
        )
        reminders = self._reminders()
        attached = self.env["ir.attachment"].search(
            [("res_model", "=", reminders._name), ("res_id", "in", reminders.ids)],
            order="id",
        )
        by_reminder = attached.grouped("res_id")
        for reminder in reminders:
            is_notice = reminder.rank == "3"
            folder = self.env._("formal-notice") if is_notice else ""
            folder = folder or self.env._("reminders")
            yield Document(
                folder,
                f"{reminder.sent_on}-{reminder.id}.html",
                ranks[reminder.rank],
                str(reminder.id),
                str(reminder.sent_on),
                reminder.email_to or "",
                lambda reminder=reminder: self._page(
                    "tpe_dunning.injunction_reminder", {"reminder": reminder}
                ),
            )
            for attachment in by_reminder.get(reminder.id, ()):
                yield Document(
                    folder,
                    f"{reminder.sent_on}-{reminder.id}-{attachment.name}",
                    self.env._("Attached to a message"),
                    str(reminder.id),
                    str(attachment.create_date.date()),
                    attachment.name or "",
                    lambda attachment=attachment: attachment.raw or b"",
                )

    def _agreement_documents(self):
        """Promises of the customer, when the firm keeps some."""
        promises = self._promises()
        if promises:
            yield Document(
                self.env._("promises"),
                self.env._("promises") + ".html",
                self.env._("Promises to pay"),
                "",
                str(self.date_until),
                self.partner_id.name or "",
                lambda: self._page(
                    "tpe_dunning.injunction_promises", {"promises": promises}
                ),
            )

    def _promises(self):
        """Promises about these invoices, oldest first."""
        return self.env["tpe.dunning.promise"].search(
            [("move_ids", "in", self.move_ids.ids)], order="promised_on, id"
        )

    def _page(self, template, values):
        """One HTML page that stands alone."""
        body = self.env["ir.qweb"]._render(template, {"case": self, **values})
        page = Markup(
            '<!DOCTYPE html>\n<html lang="%s"><head><meta charset="utf-8"/>'
            "<title>%s</title></head><body>%s</body></html>\n"
        ) % ((self.env.lang or "fr")[:2], self.display_name, body)
        return page.encode()

    def _create_for(self, moves, missing):
        """The file of these invoices, of one customer in one currency."""
        company = moves.company_id
        if len(company) != 1 or len(moves.commercial_partner_id) != 1:
            raise UserError(self.env._("One customer and one company at a time."))
        case = self.sudo().create(
            {
                "company_id": company.id,
                "partner_id": moves.commercial_partner_id.id,
                "user_id": self.env.uid,
                "currency_id": moves.currency_id.id,
                "move_ids": [Command.set(moves.ids)],
                "date_until": company._dunning_today(),
                "missing": missing,
            }
        )
        case._build()
        return case.sudo(False)
