from odoo import fields, models

from ..tools import mentions
from ..tools.territory import FRANCE


class ResCompany(models.Model):
    """The words of the law on the firm's invoices, and how it owes its VAT."""

    _inherit = "res.company"

    tpe_note_recovery = fields.Text(
        string="Recovery fee (note PMT)",
        default=mentions.RECOVERY,
        help="Printed in each electronic invoice. Empty: the words of the law.",
    )
    tpe_note_penalty = fields.Text(
        string="Late penalties (note PMD)",
        default=mentions.PENALTY,
        help="Printed in each electronic invoice. Empty: the rate of the law, for who "
        "agreed none.",
    )
    tpe_note_discount = fields.Text(
        string="Discount for early payment (note AAB)",
        default=mentions.DISCOUNT,
        help="Printed in each electronic invoice. Empty: no discount.",
    )
    tpe_vat_franchise = fields.Boolean(
        string="VAT exemption of small firms (293 B)",
        help="The firm charges no VAT (franchise en base, CGI art. 293 B).",
    )
    tpe_vat_on_debits = fields.Boolean(
        string="VAT on debits",
        help="The firm chose to owe the VAT of its services on the day of the invoice "
        "(CGI art. 269). Without it, this VAT is due when the customer pays.",
    )

    def _facturx_in_france(self):
        # Who left the country of his address empty is where he declares his VAT.
        home = self.country_id or self.account_fiscal_country_id
        return home.code in FRANCE

    def _facturx_notes(self, term):
        """The three notes that BR-FR-05 asks for, never empty.

        A discount that the payment terms grant is told, unless the firm wrote it itself.
        """
        discount = (self.tpe_note_discount or "").strip() or mentions.DISCOUNT
        if term.early_discount and discount == mentions.DISCOUNT:
            discount = mentions.early_payment(
                term.discount_percentage, term.discount_days
            )
        return (
            ("PMT", (self.tpe_note_recovery or "").strip() or mentions.RECOVERY),
            ("PMD", (self.tpe_note_penalty or "").strip() or mentions.PENALTY),
            ("AAB", discount),
        )
