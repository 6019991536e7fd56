from lxml import etree

from odoo import models

from ..tools import cii_amounts, cii_fr, mentions
from ..tools.cii_lines import LINE
from ..tools.territory import FRANCE, OVERSEAS

# How each category of VAT is justified when the tax itself says nothing.
REASONS = {
    "AE": mentions.INTRA_SERVICES,
    "K": mentions.INTRA_GOODS,
    "G": mentions.EXPORT,
    "O": mentions.FOREIGN_SERVICES,
}


class AccountEdiXmlCii(models.AbstractModel):
    """Core's builder, held to the French rules for companies in France only."""

    _inherit = "account.edi.xml.cii"

    def _export_invoice_vals(self, invoice):
        if not invoice.company_id._facturx_in_france():
            return super()._export_invoice_vals(invoice)
        builder = self.with_company(invoice.company_id)
        vals = super(AccountEdiXmlCii, builder)._export_invoice_vals(invoice)
        return {**vals, **invoice._facturx_vals(vals)}

    def _export_invoice_constraints(self, invoice, vals):
        if not invoice.company_id._facturx_in_france():
            return super()._export_invoice_constraints(invoice, vals)
        return {
            f"tpe_{at}": gap.text for at, gap in enumerate(invoice._facturx_gaps(vals))
        }

    def _export_invoice(self, invoice):
        content, errors = super()._export_invoice(invoice)
        if not invoice.company_id._facturx_in_france():
            return content, errors
        tree = etree.fromstring(content)
        facts = invoice._facturx_facts()
        if len(facts.lines) != len(tree.findall(LINE, cii_fr.cii.NAMESPACES)):
            return content, errors
        cii_fr.enrich(tree, facts)
        settlement = cii_fr.cii.one(tree, cii_fr.SETTLEMENT)
        if not errors and cii_amounts.payable(settlement) != facts.total:
            errors.add(
                self.env._(
                    "The taxes of the lines do not make the total of the invoice "
                    "(%(total)s): set the lines to draft and save them again.",
                    total=invoice.currency_id.format(invoice.amount_total),
                )
            )
        return etree.tostring(tree, xml_declaration=True, encoding="UTF-8"), errors

    def _get_tax_category_code(self, customer, supplier, tax):
        code = super()._get_tax_category_code(customer, supplier, tax)
        if (
            not self.env.company._facturx_in_france()
            or not tax
            or tax.ubl_cii_tax_category_code
            or tax.amount
        ):
            return code
        if self.env.company.tpe_vat_franchise:
            return "E"
        service = tax.tax_scope == "service"
        country = customer.country_code
        if country in (*FRANCE, "MC", False) and (service or country not in OVERSEAS):
            return "E"
        if country in self.env.ref("base.europe").country_ids.mapped("code"):
            return "AE" if service else "K"
        return "O" if service else "G"

    def _get_tax_exemption_reason(self, customer, supplier, tax):
        reason = super()._get_tax_exemption_reason(customer, supplier, tax)
        company = self.env.company
        if not company._facturx_in_france() or not tax:
            return reason
        category = self._get_tax_category_code(customer, supplier, tax)
        if tax.ubl_cii_tax_exemption_reason_code or category in ("S", "Z"):
            return reason
        code, words = self._facturx_reason(customer, tax, category)
        return {"tax_exemption_reason_code": code, "tax_exemption_reason": words}

    def _facturx_reason(self, customer, tax, category):
        """Code and words that justify a rate of zero."""
        if category == "E" and self.env.company.tpe_vat_franchise:
            return mentions.FRANCHISE
        if category == "AE" and customer.country_code in FRANCE:
            return mentions.CONSTRUCTION
        if category == "G" and customer.country_code in OVERSEAS:
            return mentions.OVERSEAS
        if category in REASONS:
            return REASONS[category]
        code, words = mentions.EXEMPT
        return code, tax._facturx_legal_words() or words

    def _get_import_document_amount_sign(self, tree):
        """Core reads 380 and 381: deposits, corrections and self-billed ones too."""
        node = tree.find("./{*}ExchangedDocument/{*}TypeCode")
        code = node.text if node is not None else ""
        if code in ("384", "386", "389", "393"):
            return "invoice", 1
        if code in ("261", "396", "502", "503"):
            return "refund", 1
        return super()._get_import_document_amount_sign(tree)
