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
        _ = self.env._
        return [
            Column(_("Name"), _("Name of the firm or of the person. Required."),
                   self._example("Bâti Sud SARL"), needed=True),
            Column(_("Customer reference"),
                   _("Your code for him; invoices may name him by it."), "C-001"),
            Column(_("SIREN or SIRET"),
                   _("9 or 14 digits: the surest way to find him again."), "404833048"),
            Column(_("VAT number"), _("With its country: FR83404833048."),
                   "FR83404833048"),
            Column(_("E-mail"), _("Where reminders go."), "compta@batisud.example"),
            Column(_("Phone"), _("For the calls of the Monday list.")),
            Column(_("Street"), _("Number and street: for letters.")),
            Column(_("Postcode"), _("Postcode of the town.")),
            Column(_("City"), _("Town.")),
            Column(_("Country"), _("France when it is empty.")),
        ]  # fmt: skip

    def _invoice_columns(self):
        _ = self.env._
        day = self.env.company._dunning_today()
        return [
            Column(_("Invoice number"),
                   _("As it is on the invoice. Required; the same number is never taken "
                     "twice."), self._example("F-2026-012"), needed=True),
            Column(_("Customer"),
                   _("His name, reference, SIREN or VAT number, as on the sheet of "
                     "customers or as in Odoo. Required."), "Bâti Sud SARL", needed=True),
            Column(_("Invoice date"), _("Required."), day - timedelta(60), needed=True),
            Column(_("Due date"),
                   _("Empty: the date of the invoice and the delay chosen on the screen."),
                   day - timedelta(30)),
            Column(_("Amount incl. VAT"),
                   _("Required. A credit note that nobody used yet is negative."),
                   1200.0, needed=True),
            Column(_("Open amount"),
                   _("Still due today. Empty: the amount less the settlements of the "
                     "third sheet. When it is there, both must agree to the cent."),
                   700.0),
            Column(_("Amount excl. VAT"),
                   _("Empty: the invoice tells how the customer pays, not what he buys."),
                   1000.0),
            Column(_("Currency"), _("Empty or the currency of the company."), "EUR"),
        ]  # fmt: skip

    def _settlement_columns(self):
        _ = self.env._
        day = self.env.company._dunning_today()
        return [
            Column(_("Invoice number"),
                   _("The invoice that was settled. Empty: a credit of the customer."),
                   self._example("F-2026-012"), needed=True),
            Column(_("Payment date"),
                   _("The day the money came: it makes his delay. Required."),
                   day - timedelta(12), needed=True),
            Column(_("Amount settled"), _("Required, more than zero."), 500.0,
                   needed=True),
            Column(_("Kind"),
                   _("« Payment » when empty; « Credit note »; « Other » for a loss or a "
                     "compensation."), _("Payment")),
            Column(_("Customer"), _("Only where no invoice is named.")),
        ]  # fmt: skip
