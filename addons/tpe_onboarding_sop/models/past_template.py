from datetime import timedelta

from odoo import api, models

from ..tools.past_template import Column, write


class PastImport(models.Model):
    """The workbook to fill in, in the language of whoever asks for it."""

    _inherit = "tpe.past.import"

    @api.model
    def _template(self):
        self._check_may_import()
        return write(
            [
                (self.env._("Customers"), self._customer_columns()),
                (self.env._("Invoices"), self._invoice_columns()),
                (self.env._("Settlements"), self._settlement_columns()),
            ]
        )

    def _example(self, text):
        """What the reading knows as an example, and leaves out."""
        return self.env._("EXAMPLE %s", text)

    def _customer_columns(self):
        return [
            Column(
                self.env._("Name"),
                self.env._("Name of the firm or of the person. Required."),
                self._example("Bâti Sud SARL"),
                needed=True,
            ),
            Column(
                self.env._("Customer reference"),
                self.env._("Your code for him; invoices may name him by it."),
                "C-001",
            ),
            Column(
                self.env._("SIREN or SIRET"),
                self.env._("9 or 14 digits: the surest way to find him again."),
                "404833048",
            ),
            Column(
                self.env._("VAT number"),
                self.env._("With its country: FR83404833048."),
                "FR83404833048",
            ),
            Column(
                self.env._("E-mail"),
                self.env._("Where reminders go."),
                "compta@batisud.example",
            ),
            Column(
                self.env._("Phone"), self.env._("For the calls of the Monday list.")
            ),
            Column(self.env._("Street"), self.env._("Number and street: for letters.")),
            Column(self.env._("Postcode"), self.env._("Postcode of the town.")),
            Column(self.env._("City"), self.env._("Town.")),
            Column(self.env._("Country"), self.env._("France when it is empty.")),
        ]

    def _invoice_columns(self):
        day = self.env.company._dunning_today()
        return [
            Column(
                self.env._("Invoice number"),
                self.env._(
                    "As it is on the invoice. Required; the same number is never taken "
                    "twice."
                ),
                self._example("F-2026-012"),
                needed=True,
            ),
            Column(
                self.env._("Customer"),
                self.env._(
                    "His name, reference, SIREN or VAT number, as on the sheet of "
                    "customers or as in Odoo. Required."
                ),
                "Bâti Sud SARL",
                needed=True,
            ),
            Column(
                self.env._("Invoice date"),
                self.env._("Required."),
                day - timedelta(60),
                needed=True,
            ),
            Column(
                self.env._("Due date"),
                self.env._(
                    "Empty: the date of the invoice and the delay chosen on the screen."
                ),
                day - timedelta(30),
            ),
            Column(
                self.env._("Amount incl. VAT"),
                self.env._("Required. A credit note that nobody used yet is negative."),
                1200.0,
                needed=True,
            ),
            Column(
                self.env._("Open amount"),
                self.env._(
                    "Still due today. Empty: the amount less the settlements of the "
                    "third sheet. When it is there, both must agree to the cent."
                ),
                700.0,
            ),
            Column(
                self.env._("Amount excl. VAT"),
                self.env._(
                    "Empty: the invoice tells how the customer pays, not what he buys."
                ),
                1000.0,
            ),
            Column(
                self.env._("Currency"),
                self.env._("Empty or the currency of the company."),
                "EUR",
            ),
        ]

    def _settlement_columns(self):
        day = self.env.company._dunning_today()
        return [
            Column(
                self.env._("Invoice number"),
                self.env._(
                    "The invoice that was settled. Empty: a credit of the customer."
                ),
                self._example("F-2026-012"),
                needed=True,
            ),
            Column(
                self.env._("Payment date"),
                self.env._("The day the money came: it makes his delay. Required."),
                day - timedelta(12),
                needed=True,
            ),
            Column(
                self.env._("Amount settled"),
                self.env._("Required, more than zero."),
                500.0,
                needed=True,
            ),
            Column(
                self.env._("Kind"),
                self.env._(
                    "« Payment » when empty; « Credit note »; « Other » for a loss or a "
                    "compensation."
                ),
                self.env._("Payment"),
            ),
            Column(
                self.env._("Customer"), self.env._("Only where no invoice is named.")
            ),
        ]
