from odoo import fields, models
from odoo.exceptions import UserError


class AccountMove(models.Model):
    _inherit = "account.move"

    tpe_past_import_id = fields.Many2one(
        "tpe.past.import",
        string="Taken over with",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    tpe_past_untaxed = fields.Monetary(
        string="Taken over excluding taxes",
        currency_field="company_currency_id",
        readonly=True,
        copy=False,
        help="What the invoice was worth without taxes, where the file said so: it counts "
        "as sales in the scores. Its revenue and its VAT are in the books that it came from.",
    )

    def _sequence_matches_date(self):
        """Numbers of another software follow its rules, not those of Odoo."""
        return bool(self.journal_id.tpe_is_past) or super()._sequence_matches_date()

    def _must_check_constrains_date_sequence(self):
        return (
            not self.journal_id.tpe_is_past
            and super()._must_check_constrains_date_sequence()
        )

    def _compute_made_sequence_gap(self):
        """Override: what is missing between these numbers is in the other software."""
        past = self.filtered("journal_id.tpe_is_past")
        past.made_sequence_gap = False
        return super(AccountMove, self - past)._compute_made_sequence_gap()

    def _post(self, soft=True):
        """Override: a new document would continue the numbers of the other software."""
        if any(
            move.journal_id.tpe_is_past and not move.tpe_past_import_id for move in self
        ):
            raise UserError(
                self.env._(
                    "This journal holds what was taken over from another software, and "
                    "nothing else: choose another journal. A credit note on an invoice "
                    "of the past is made in the sales journal, with its own VAT."
                )
            )
        return super()._post(soft)

    def _is_past_without_file(self):
        """Whether printing it would make up a document that another software made."""
        return bool(self.tpe_past_import_id) and not self.sudo().invoice_pdf_report_id

    def _get_invoice_legal_documents(self, filetype, allow_fallback=False):
        """Override: the original stays with whoever made it, VAT and all."""
        if filetype == "pdf" and self._is_past_without_file():
            allow_fallback = False
        return super()._get_invoice_legal_documents(filetype, allow_fallback)

    def _tpe_shows_document(self):
        return super()._tpe_shows_document() and not self._is_past_without_file()
