from collections import defaultdict
from decimal import Decimal

from odoo import fields, models

from ..tools.cii import clean
from ..tools.cii_facts import Breakdown, Facts, Line, Party, Preceding
from .res_partner import SIRET

# Below them a float of the books holds noise: what it was computed from, and 15 digits.
PLACES = Decimal("1e-10")


def exact(value):
    """A float of the books as the decimal that a person typed."""
    return Decimal(f"{value or 0.0:.15g}").quantize(PLACES).normalize()


class AccountMove(models.Model):
    """The facts of an invoice that the French rules ask for."""

    _inherit = "account.move"

    def _facturx_vals(self, vals):
        """What core guesses, replaced by what is known."""
        self.ensure_one()
        buyer = self.commercial_partner_id
        seller = self.company_id.partner_id.commercial_partner_id
        periods = [
            (line["billing_start"], line["billing_end"])
            for line in vals["invoice_line_vals_list"]
            if line.get("billing_start") and line.get("billing_end")
        ]
        return {
            "seller_specified_legal_organization": seller._facturx_siren(),
            "buyer_specified_legal_organization": buyer._facturx_siren()
            or buyer.company_registry,
            "scheduled_delivery_time": self.delivery_date,
            "purchase_order_reference": self._facturx_order(),
            "billing_start": min((start for start, _end in periods), default=False),
            "billing_end": max((end for _start, end in periods), default=False),
        }

    def _facturx_order(self):
        """The customer's own order, if he gave one: never our number in its place."""
        chorus = "purchase_order_reference" in self._fields
        order = chorus and self.purchase_order_reference
        # What Odoo fills in by itself is our own sale order.
        if not order and self.move_type == "out_invoice":
            order = self.ref if self.ref != self.invoice_origin else ""
        return order or ""

    def _facturx_facts(self):
        self.ensure_one()
        company, buyer = self.company_id, self.commercial_partner_id
        prepaid, paid_on = self._facturx_paid()
        total, rounding = exact(self.amount_total), self._facturx_rounding()
        frame = self._facturx_frame(prepaid)
        lines = self._facturx_lines()
        return Facts(
            type_code=self._facturx_type(),
            frame=frame,
            number=self._facturx_number(self.name),
            notes=self._facturx_notes(),
            seller=self._facturx_seller(),
            buyer=buyer._facturx_party(),
            buyer_name=buyer.name or self.partner_id.display_name or "",
            lines=lines,
            taxes=self._facturx_taxes(lines),
            preceding=self._facturx_preceding(),
            euro_vat=self._facturx_euro_vat()
            if self.currency_id != company.currency_id
            else None,
            total=total,
            rounding=rounding,
            prepaid=prepaid,
            due=paid_on if frame[1] == "2" else None,
            delivered_elsewhere=self._facturx_elsewhere(),
            unit=exact(self.currency_id.rounding),
        )

    def _facturx_seller(self):
        company = self.company_id
        partner = company.partner_id.commercial_partner_id
        siren = partner._facturx_siren()
        digits = partner._facturx_digits()
        vat = self.fiscal_position_id.foreign_vat or company.vat
        address = partner.tpe_electronic_address or siren
        return Party(
            siren=siren,
            siret=digits if len(digits) == SIRET else "",
            address=address,
            tax_number="" if vat else siren,
        )

    def _facturx_elsewhere(self):
        """Whether the goods go to another address than the customer's."""
        if "partner_shipping_id" not in self._fields or not self.partner_shipping_id:
            return False
        fields_ = ("street", "street2", "zip", "city", "country_id")
        there, here = self.partner_shipping_id, self.commercial_partner_id
        return any((there[name] or "") != (here[name] or "") for name in fields_)

    def _facturx_notes(self):
        notes = self.company_id._facturx_notes(self.invoice_payment_term_id)
        destination = self.commercial_partner_id._facturx_destination()
        return (*notes, ("BAR", destination)) if destination else notes

    def _facturx_type(self):
        if self.move_type == "out_refund":
            origin = self._facturx_corrected()
            return "503" if origin and origin._is_downpayment() else "381"
        if self._is_downpayment():
            return "386"
        return "384" if self.tpe_corrected_id or self.tpe_corrected_number else "380"

    def _facturx_corrected(self):
        return self.tpe_corrected_id or self.reversed_entry_id

    def _facturx_preceding(self):
        """The invoices before this one that it speaks of, with their days."""
        before = self._facturx_corrected()
        if "debit_origin_id" in self._fields:
            before |= self.debit_origin_id
        before |= self._facturx_deposits()
        known = [
            Preceding(self._facturx_number(move.name), move.invoice_date)
            for move in before
        ]
        if not before and self.tpe_corrected_number:
            number = self._facturx_number(self.tpe_corrected_number)
            known = [Preceding(number, self.tpe_corrected_date)]
        return tuple(known)

    def _facturx_deposits(self):
        """The deposit invoices that this final invoice takes off."""
        if "sale_line_ids" not in self.invoice_line_ids._fields:
            return self.browse()
        if self._is_downpayment():
            return self.browse()
        taken = self.invoice_line_ids.sale_line_ids.filtered("is_downpayment")
        return taken.invoice_lines.move_id.filtered(
            lambda move: (
                move != self
                and move.state == "posted"
                and move.move_type == "out_invoice"
                and move._is_downpayment()
            )
        )

    def _facturx_frame(self, prepaid):
        """BT-23: goods, services or both, and how it is paid."""
        if self.tpe_billing_frame:
            return self.tpe_billing_frame
        natures = {self._facturx_nature(line) for line in self._facturx_billed()}
        natures.discard(None)
        letter = natures.pop() if len(natures) == 1 else "M" if natures else "S"
        if self.move_type == "out_invoice" and self._facturx_deposits():
            return f"{letter}4"
        total = exact(self.amount_total)
        return f"{letter}{2 if total and prepaid == total else 1}"

    def _facturx_nature(self, line):
        """B for goods, S for services; the tax knows better than the product."""
        scopes = set(line.tax_ids.flatten_taxes_hierarchy().mapped("tax_scope"))
        if "service" in scopes:
            return "S"
        if "consu" in scopes:
            return "B"
        if line.product_id:
            return "S" if line.product_id.type == "service" else "B"
        return None

    def _facturx_billed(self):
        return self.invoice_line_ids.filtered(
            lambda line: line.display_type == "product"
        )

    def _facturx_lines(self):
        billed = enumerate(self._facturx_billed(), start=1)
        return tuple(self._facturx_line(at, line) for at, line in billed)

    def _facturx_taxes(self, lines):
        """Bases and VAT as they were booked, whatever each line was rounded to."""
        bases, vat = defaultdict(Decimal), defaultdict(Decimal)
        sign = self.direction_sign
        for fact, line in zip(lines, self._facturx_billed(), strict=True):
            bases[fact.vat_key] += exact(sign * line.amount_currency) + fact.charges
        for line in self.line_ids.filtered("tax_line_id"):
            if line.tax_line_id.amount_type == "percent":
                key = self._facturx_vat_key(line.tax_line_id)
                vat[key] += exact(sign * line.amount_currency)
        return tuple(Breakdown(*key, base, vat[key]) for key, base in bases.items())

    def _facturx_vat_key(self, tax):
        """Category and rate of a tax on this invoice."""
        builder = self.env["account.edi.xml.cii"].with_company(self.company_id)
        seller = self.company_id.partner_id.commercial_partner_id
        category = builder._get_tax_category_code(
            self.commercial_partner_id, seller, tax
        )
        return category, exact(tax.amount) if category != "O" else Decimal(0)

    def _facturx_line(self, at, line):
        taxes = line.tax_ids.flatten_taxes_hierarchy()
        vat = taxes.filtered(lambda tax: tax.amount_type == "percent")[:1]
        category, rate = self._facturx_vat_key(vat)
        on_debit = vat.tax_scope == "service" and self.company_id.tpe_vat_on_debits
        quantity, total = exact(line.quantity), exact(line.price_subtotal)
        charges = self._facturx_charges(line)
        gross, net = self._facturx_prices(line, quantity, total)
        words = (line.product_id.name or "", *clean(line.name or "").splitlines())
        names = [word for word in map(clean, words) if word.strip()]
        return Line(
            name=names[0] if names else self.env._("Line %s", at),
            quantity=quantity,
            gross=gross,
            net=net,
            total=total + charges,
            charges=charges,
            category=category,
            rate=rate,
            on_payment=vat.tax_exigibility == "on_payment" and not on_debit,
            on_debit=on_debit,
        )

    def _facturx_prices(self, line, quantity, total):
        """Price of one unit before and after discount, without VAT."""
        left = 1 - exact(line.discount) / 100
        typed = exact(line.price_unit)
        if exact(line.currency_id.round(float(typed * left * quantity))) == total:
            return typed, typed * left
        if not quantity:
            return typed, typed * left
        net = total / quantity
        return (net / left if left else typed), net

    def _facturx_charges(self, line):
        """Contributions of a fixed amount (eco-participation), which core adds."""
        if not line.tax_ids.flatten_taxes_hierarchy().filtered(
            lambda tax: tax.amount_type == "fixed"
        ):
            return Decimal(0)
        return sum(
            (
                exact(data["tax_amount_currency"])
                for data in self._facturx_tax_data(line)
                if data["tax"].amount_type == "fixed"
            ),
            Decimal(0),
        )

    def _facturx_tax_data(self, line):
        """What core computes of each tax of ``line``."""
        base = self._prepare_product_base_line_for_taxes_computation(line)
        self.env["account.tax"]._add_tax_details_in_base_line(base, self.company_id)
        self.env["account.tax"]._round_base_lines_tax_details([base], self.company_id)
        return base["tax_details"]["taxes_data"]

    def _facturx_rounding(self):
        """What rounding the total to the coin added."""
        lines = self.line_ids.filtered(lambda line: line.display_type == "rounding")
        return exact(self.direction_sign * sum(lines.mapped("amount_currency")))

    def _facturx_euro_vat(self):
        taxes = self.line_ids.filtered("tax_line_id")
        return exact(self.direction_sign * sum(taxes.mapped("balance")))

    def _facturx_paid(self):
        """What was paid by the day of the invoice, and on which day.

        A later payment changes nothing: the file made then is that of the day.
        """
        day = self.invoice_date or fields.Date.context_today(self)
        amount, days = Decimal(0), []
        for line in self.line_ids.filtered(
            lambda line: line.account_type == "asset_receivable"
        ):
            inbound = self.is_inbound()
            partials = line.matched_credit_ids if inbound else line.matched_debit_ids
            for partial in partials:
                other = partial.credit_move_id if inbound else partial.debit_move_id
                if other.move_id.move_type != "entry" or other.date > day:
                    continue
                side = "debit" if inbound else "credit"
                amount += exact(partial[f"{side}_amount_currency"])
                days.append(other.date)
        return amount, max(days, default=None)
