from odoo import api, models

from ..tools.flow import Flow, Found, on_day

CATEGORIES = {"vat": "vat", "vat_instalment": "vat", "vat_balance": "vat"}


class CashSourceTax(models.AbstractModel):
    """VAT, corporate tax and local tax, on the days of the law."""

    _inherit = "tpe.cash.source"

    @api.model
    def _sources(self):
        return [*super()._sources(), "tax"]

    @api.model
    def _found_tax(self, books):
        tax = self.env["tpe.cash.tax"]._of(books.company)._in_its_language()
        lines = {line.key: line for line in tax.line_ids}
        flows = []
        for payment in tax._payments(books):
            line = lines.get(payment["key"], self.env["tpe.cash.tax.line"])
            typed = line.is_typed
            cents = -books.cents(line.typed if typed else payment["computed"])
            if not cents:
                continue
            note = tax.env._("typed") if typed else payment["how"]
            flows.append(
                Flow(
                    key=f"tpe.cash.tax,{payment['key']}",
                    source="tax",
                    category=CATEGORIES.get(payment["kind"], "tax"),
                    label=payment["name"],
                    cents=cents,
                    **on_day(cents, payment["paid_on"], books.today),
                    due=payment["due_on"],
                    record=("tpe.cash.tax.line", line.id) if line else None,
                    note=note,
                )
            )
        return Found([flow for flow in flows if not flow.later])

    @api.model
    def _vat_set_aside(self, books):
        """``(cents, next payment day)``: what of today's balance belongs to the State."""
        self.env.flush_all()
        return self.env["tpe.cash.tax"]._of(books.company)._set_aside(books)
