from lxml import etree

from odoo import models

from ..tools import cii_amounts, cii_fr, mentions
from ..tools.cii_lines import LINE
from ..tools.territory import FRANCE, OVERSEAS, is_french, market, place

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
        for rate in cii_amounts.strange_rates(settlement) if not errors else ():
            errors.add(self._facturx_strange_rate(f"{float(rate):g}"))
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
        ):
            return code
        if tax.amount:
            # Core takes any sale to the Canary Islands, Ceuta or Melilla for one of theirs.
            return "AE" if code == "AE" else "S"
        if chosen := tax.ubl_cii_tax_exemption_reason_code:
            return mentions.CATEGORIES.get(chosen, "E")
        return self._facturx_category_of_zero(customer, tax.tax_scope == "service")

    def _facturx_strange_rate(self, rate):
        if self.env.company.tax_calculation_rounding_method == "round_per_line":
            return self.env._(
                "The VAT at %s %% is not that of its base, each line being rounded: choose "
                "« Round per Tax » in the settings of Invoicing, or correct the amount of "
                "VAT that was typed.",
                rate,
            )
        return self.env._(
            "The VAT at %s %% is not that of its lines: correct their taxes, or the "
            "amount of VAT that was typed.",
            rate,
        )

    def _facturx_category_of_zero(self, customer, service):
        """Why a rate is zero, from where the firm and its customer are."""
        here, there = self._facturx_places(customer)
        if self.env.company.tpe_vat_franchise or market(here) == market(there):
            return "E"
        if is_french(there):
            return "E" if service else "G"
        if there in self._facturx_union():
            # Overseas is outside of the Union's VAT: what leaves it is exported.
            return "AE" if service else "G" if here in OVERSEAS else "K"
        return "O" if service else "G"

    def _facturx_places(self, customer):
        """Where VAT sees the firm and ``customer``."""
        firm = self.env.company.partner_id
        return [place(each.country_code, each.zip) for each in (firm, customer)]

    def _facturx_union(self):
        return self.env.ref("base.europe").country_ids.mapped("code")

    def _get_tax_exemption_reason(self, customer, supplier, tax):
        reason = super()._get_tax_exemption_reason(customer, supplier, tax)
        company = self.env.company
        if not company._facturx_in_france() or not tax:
            return reason
        category = self._get_tax_category_code(customer, supplier, tax)
        if category in ("S", "Z"):
            return reason
        if code := tax.ubl_cii_tax_exemption_reason_code:
            # Core's words are those of the list of codes, in English.
            words = tax._facturx_legal_words() or mentions.MARGIN.get(code)
            return {**reason, **({"tax_exemption_reason": words} if words else {})}
        code, words = self._facturx_reason(customer, tax, category)
        return {"tax_exemption_reason_code": code, "tax_exemption_reason": words}

    def _facturx_reason(self, customer, tax, category):
        """Code and words that justify a rate of zero."""
        if category == "E" and self.env.company.tpe_vat_franchise:
            return mentions.FRANCHISE
        if category == "AE" and customer.country_code in FRANCE:
            return mentions.CONSTRUCTION
        here, there = self._facturx_places(customer)
        inside = is_french(there) or there in self._facturx_union()
        if category == "G" and (there in OVERSEAS or here in OVERSEAS and inside):
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
