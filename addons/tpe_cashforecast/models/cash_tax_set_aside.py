from datetime import timedelta

from odoo import models

from odoo.addons.tpe_base.tools.working_days import next_working_day

from ..tools.vat import set_aside, vat_payments


class CashTaxSetAside(models.Model):
    """What of the cash of today is the State's."""

    _inherit = "tpe.cash.tax"

    def _set_aside(self, books):
        """``(cents, next payment day)``: what of today's balance belongs to the State.

        What is typed over the calendar is a forecast: it does not change what is booked.
        """
        self.ensure_one()
        if self.vat_regime == "none":
            return 0, None
        vat = self._vat_books(books)
        dues, _tax, _local = self._dues(books.today)
        if vat.declared:
            since = vat.declared + timedelta(1)
        else:
            coming = [
                due.start
                for due in dues
                if due.kind != "vat_instalment" and due.day >= books.today
            ]
            since = min(coming, default=books.today.replace(day=1))
        cents = set_aside(vat, since, books.today)
        reference, _told = self._vat_reference(books, vat)
        days = [
            next_working_day(payment.due.day)
            for payment in vat_payments(dues, vat, reference, books.today)
            if payment.cents
        ]
        return cents, max(min(days), books.today) if days else None
