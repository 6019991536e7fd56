import re
from typing import Any, NamedTuple

from odoo import models

from ..tools.french_ids import siren_is_right, siret_is_right
from ..tools.territory import FRANCE
from .account_move_facturx import exact
from .res_partner import SIRET

LONGEST = 35
NO_VAT = (False, "", "/")  # Odoo writes / for a partner who has none
# BR-FR-16: the rates of VAT that a French invoice may carry.
RATES = frozenset(
    (0, 0.9, 1.05, 1.75, 2.1, 5.5, 7, 8.5, 9.2, 9.6, 10, 13, 19.6, 20, 20.6)
)
ADDRESS = re.compile(r"[A-Za-z0-9._-]{1,125}")


class Gap(NamedTuple):
    """What keeps an invoice from leaving: a sentence, and the field to fill."""

    text: str
    record: Any
    field: str


def _key_is_right(siren, registry):
    return siren_is_right(siren) and (
        len(registry) != SIRET or siret_is_right(registry)
    )


class AccountMove(models.Model):
    """The French reasons to refuse, each with the field that settles it."""

    _inherit = "account.move"

    def _facturx_gaps(self, vals=None):
        """``Gap`` of everything that the rules would reject, nothing when it is ready."""
        self.ensure_one()
        if self._facturx_past():
            text = self.env._(
                "Taken over from another software, which made its document and booked "
                "its VAT."
            )
            return [Gap(text, self, "name")]
        return [
            *self._facturx_seller_gaps(),
            *self._facturx_buyer_gaps(),
            *self._facturx_document_gaps(),
            *self._facturx_tax_gaps(),
        ]

    def _facturx_seller_gaps(self):
        company = self.company_id
        partner = company.partner_id.commercial_partner_id
        siren = partner._facturx_siren()
        if not partner.country_id:
            text = self.env._("The address of your company has no country.")
            yield Gap(text, company, "country_id")
        if not siren:
            text = self.env._("Your company has no SIREN: fill in its SIRET.")
            yield Gap(text, company, "company_registry")
        elif not _key_is_right(siren, partner._facturx_digits()):
            text = self.env._(
                "The SIREN of your company, %s, is mistyped: check its SIRET.", siren
            )
            yield Gap(text, company, "company_registry")
        address = partner.tpe_electronic_address
        if address and not ADDRESS.fullmatch(address):
            text = self.env._(
                "The electronic invoicing address of your company may hold letters, "
                "digits and - _ . only."
            )
            yield Gap(text, partner, "tpe_electronic_address")
        vat = self.fiscal_position_id.foreign_vat or company.vat
        if vat in NO_VAT and not company.tpe_vat_franchise:
            text = self.env._(
                "Your company has no VAT number: fill it in, or say in the settings that "
                "it charges no VAT (293 B)."
            )
            yield Gap(text, company, "vat")

    def _facturx_buyer_gaps(self):
        buyer = self.commercial_partner_id
        if not buyer:
            # Core posts no invoice without a customer.
            return
        name = buyer.display_name
        if not buyer.country_id:
            text = self.env._("The address of %s has no country.", name)
            yield Gap(text, buyer, "country_id")
        domestic = buyer.country_code in (*FRANCE, False)
        party = buyer._facturx_party()
        reached_by_siren = domestic and buyer.tpe_profile != "consumer"
        if reached_by_siren:
            if not party.siren:
                text = self.env._(
                    "%s is a professional without SIREN: fill in his SIRET.", name
                )
                yield Gap(text, buyer, "company_registry")
            elif not _key_is_right(party.siren, party.siret):
                text = self.env._(
                    "The SIREN of %(name)s, %(siren)s, is mistyped: check his SIRET.",
                    name=name,
                    siren=party.siren,
                )
                yield Gap(text, buyer, "company_registry")
        if party.scheme == "0225" and party.address:
            if not ADDRESS.fullmatch(party.address):
                text = self.env._(
                    "The electronic invoicing address of %s may hold letters, digits "
                    "and - _ . only.",
                    name,
                )
                yield Gap(text, buyer, "tpe_electronic_address")
            elif not party.address.startswith(party.siren):
                text = self.env._(
                    "The electronic invoicing address of %(name)s must begin with his "
                    "SIREN, %(siren)s.",
                    name=name,
                    siren=party.siren,
                )
                yield Gap(text, buyer, "tpe_electronic_address")
        elif not party.address and not reached_by_siren:
            text = self.env._(
                "%s has neither SIREN nor e-mail address: an invoice needs one of them "
                "to be sent to. Fill in his e-mail address.",
                name,
            )
            yield Gap(text, buyer, "email")

    def _facturx_document_gaps(self):
        if not self.name or self.name == "/":
            yield Gap(
                self.env._("Confirm the invoice: it has no number."), self, "name"
            )
        elif len(self.name) > LONGEST:
            text = self.env._(
                "The number of the invoice has more than %s characters.", LONGEST
            )
            yield Gap(text, self, "name")
        lines = self._facturx_billed()
        if not lines:
            text = self.env._("The invoice has no line: add one.")
            yield Gap(text, self, "invoice_line_ids")
        preceding = self._facturx_preceding()
        if self.move_type == "out_refund" and not preceding:
            text = self.env._(
                "A credit note says which invoice it is about: choose the invoice "
                "corrected."
            )
            yield Gap(text, self, "tpe_corrected_id")
        elif any(not before.day for before in preceding):
            text = self.env._("Fill in the date of the invoice corrected.")
            yield Gap(text, self, "tpe_corrected_date")
        deposit = self._facturx_type() in ("386", "503")
        due, day = self.invoice_date_due, self.invoice_date
        if due and day and due < day and not deposit:
            prepaid, _paid_on = self._facturx_paid()
            if self._facturx_frame(prepaid)[1] != "2":
                text = self.env._("The due date is before the date of the invoice.")
                yield Gap(text, self, "invoice_date_due")
        yield from self._facturx_delivery_gaps()
        yield from self._facturx_money_gaps()

    def _facturx_money_gaps(self):
        """Terms of payment and currencies that no French invoice may have."""
        if self.line_ids.filtered(lambda line: line.display_type == "epd"):
            term = self.invoice_payment_term_id
            text = self.env._(
                "The payment terms « %s » take their discount off the VAT before anybody "
                "was paid early, which no French rule knows: choose « On early payment » "
                "in them.",
                term.name,
            )
            yield Gap(text, term, "early_pay_discount_computation")
        if self.currency_id.decimal_places > 2:
            text = self.env._(
                "An electronic invoice has amounts of two decimals: %s has more.",
                self.currency_id.name,
            )
            yield Gap(text, self, "currency_id")
        company = self.company_id
        if "EUR" not in (self.currency_id.name, company.currency_id.name):
            text = self.env._(
                "The books are not kept in euros: a French invoice gives its VAT in euros."
            )
            yield Gap(text, company, "currency_id")

    def _facturx_delivery_gaps(self):
        """An address of delivery that is written says its country (BR-57)."""
        if self._facturx_elsewhere() and not self.partner_shipping_id.country_id:
            text = self.env._(
                "The delivery address %s has no country.",
                self.partner_shipping_id.display_name,
            )
            yield Gap(text, self.partner_shipping_id, "country_id")

    def _facturx_tax_gaps(self):
        buyer = self.commercial_partner_id
        categories = set()
        for line in self._facturx_billed():
            taxes = line.tax_ids.flatten_taxes_hierarchy()
            rates = taxes.filtered(lambda tax: tax.amount_type == "percent")
            others = taxes.filtered(
                lambda tax: tax.amount_type not in ("percent", "fixed")
            )
            if len(rates) != 1 or others:
                text = self.env._(
                    "The line « %s » needs exactly one rate of VAT; 0 %% is one.",
                    line.name or "",
                )
                yield Gap(text, self, "invoice_line_ids")
                continue
            fixed = taxes - rates
            if fixed and not self._facturx_fixed_in_base(line, rates):
                text = self.env._(
                    "VAT is due on the contribution « %s » too: tick « Affect Base of "
                    "Subsequent Taxes » on it, and put it before the VAT.",
                    fixed[:1].name,
                )
                yield Gap(text, fixed[:1], "include_base_amount")
            if round(rates.amount, 2) not in RATES:
                text = self.env._("%s %% is no French rate of VAT.", rates.amount)
                yield Gap(text, rates, "amount")
            abroad = buyer.country_id and buyer.country_code not in (*FRANCE, "MC")
            if not rates.amount and not rates.tax_scope and abroad:
                text = self.env._(
                    "Say on the tax %s whether it is for goods or for services: abroad "
                    "they are exempt for different reasons.",
                    rates.name,
                )
                yield Gap(text, rates, "tax_scope")
            seller = self.company_id.partner_id.commercial_partner_id
            builder = self.env["account.edi.xml.cii"].with_company(self.company_id)
            categories.add(builder._get_tax_category_code(buyer, seller, rates))
        yield from self._facturx_category_gaps(categories, buyer)

    def _facturx_fixed_in_base(self, line, rate):
        """Whether VAT is counted on the contributions of a fixed amount of ``line``."""
        data = self._facturx_tax_data(line)
        total = exact(line.price_subtotal) + self._facturx_charges(line)
        base = sum(exact(d["base_amount_currency"]) for d in data if d["tax"] == rate)
        return abs(base - total) <= exact(self.currency_id.rounding)

    def _facturx_category_gaps(self, categories, buyer):
        name = buyer.display_name
        asked = "K" in categories or "AE" in categories and not buyer._facturx_siren()
        if asked and buyer.vat in NO_VAT:
            text = self.env._(
                "%s owes the VAT in your place: fill in his VAT number.", name
            )
            yield Gap(text, buyer, "vat")
        if "K" in categories and not self.delivery_date:
            text = self.env._(
                "Goods sold within the European Union need their delivery date."
            )
            yield Gap(text, self, "delivery_date")
        if "O" in categories and len(categories) > 1:
            text = self.env._(
                "Services sold outside the European Union go on an invoice of their own, "
                "without lines of another VAT."
            )
            yield Gap(text, self, "invoice_line_ids")
