from odoo import api, fields, models


class AccountMove(models.Model):
    """What a person may have to tell of an invoice before it leaves as Factur-X."""

    _inherit = "account.move"

    tpe_corrected_id = fields.Many2one(
        "account.move",
        string="Invoice corrected",
        copy=False,
        index="btree_not_null",
        domain="[('move_type', '=', 'out_invoice'), ('state', '=', 'posted'),"
        " ('company_id', '=', company_id), ('id', '!=', id),"
        " ('commercial_partner_id', '=', commercial_partner_id)]",
        help="The invoice that this credit note or this corrective invoice is about.",
    )
    tpe_corrected_number = fields.Char(
        string="Number of the invoice corrected",
        copy=False,
        help="When that invoice was made in another software.",
    )
    tpe_corrected_date = fields.Date(
        string="Date of the invoice corrected",
        copy=False,
        help="When that invoice was made in another software.",
    )
    tpe_billing_frame = fields.Selection(
        [
            ("S5", "Subcontractor asking for direct payment"),
            ("S6", "Co-contractor asking for payment"),
        ],
        string="Special billing",
        copy=False,
        help="Only for public works: who sends the invoice, and that the public buyer "
        "pays him directly.",
    )

    def _facturx_xml(self):
        """The enriched XML of one invoice and the sentences that refuse it."""
        self.ensure_one()
        content, errors = self.env["account.edi.xml.cii"]._export_invoice(self)
        return content, sorted(errors)

    @api.model
    def _facturx_number(self, number):
        """``number`` with the characters that BR-FR-02 allows, the others as a dash."""
        return "".join(
            char if char.isascii() and (char.isalnum() or char in "+-_/") else "-"
            for char in number or ""
        )
