from datetime import timedelta

from odoo import models
from odoo.exceptions import ValidationError

from odoo.addons.payment.controllers.portal import PaymentPortal

BEGUN = timedelta(seconds=30)


class DunningAccessPayment(models.Model):
    """Paying from the page: online through core's providers, or by transfer."""

    _inherit = "tpe.dunning.access"

    def _online(self, currency, amount):
        """``(providers, payment methods)`` that take this amount now; maybe none."""
        provider, method = self.env["payment.provider"], self.env["payment.method"]
        if not PaymentPortal._can_partner_pay_in_company(
            self.partner_id, self.company_id
        ):
            return provider, method
        providers = provider._get_compatible_providers(
            self.company_id.id, self.partner_id.id, amount, currency_id=currency.id
        )
        methods = method._get_compatible_payment_methods(
            providers.ids, self.partner_id.id, currency_id=currency.id
        )
        return providers, methods

    def _payable_online(self, offers):
        """The offers that some provider takes; asked once for each currency."""
        asked = {}
        for offer in offers.values():
            if offer.currency not in asked:
                asked[offer.currency] = bool(
                    self._online(offer.currency, offer.amount)[1]
                )
        return {key: one for key, one in offers.items() if asked[one.currency]}

    def _check_payment(self, key, amount, provider_id, payment_method_id):
        """The offer ``key`` as the books are now; refuses what is not as it was shown.

        The amount of the browser is compared, never used.  Of two clicks at once the
        second one waits, then finds what the first one began.
        """
        self._begin_answer()
        offer = self._statement()["offers"].get(key)
        if not offer:
            raise ValidationError(
                self.env._(
                    "This is already paid, or no longer due. Load the page again."
                )
            )
        if offer.currency.compare_amounts(offer.amount, amount or 0.0):
            raise ValidationError(
                self.env._("The amount changed meanwhile. Load the page again.")
            )
        if self._is_just_begun(offer):
            raise ValidationError(
                self.env._(
                    "This payment was begun a moment ago. Wait half a minute, then load "
                    "the page again."
                )
            )
        providers, methods = self._online(offer.currency, offer.amount)
        method = methods.filtered(lambda one: one.id == payment_method_id)
        if (
            not method
            & providers.filtered(lambda one: one.id == provider_id).payment_method_ids
        ):
            raise ValidationError(self.env._("Choose one of the payment methods."))
        return offer

    def _is_just_begun(self, offer):
        """Whether somebody clicked already; later he may have given up, and try again."""
        since = self.env.cr.now() - BEGUN
        return any(
            transaction.state == "draft" and transaction.create_date > since
            for transaction in offer.moves.transaction_ids
        )

    def _payment_reference(self, offer):
        """What the bank statement will show: the invoice, or core's number of a batch."""
        if len(offer.moves) == 1:
            return None
        return self.company_id.get_next_batch_payment_communication()

    def _transfer(self, statement):
        """How to pay by transfer: ``{bank, communication, qr}``, or nothing."""
        bank = self.company_id.partner_id.bank_ids[:1]
        if not bank:
            return {}
        rows = statement["due"] or statement["later"]
        names = list(dict.fromkeys(row.name for row in rows))
        words = " ".join(names)
        euro = self.env.ref("base.EUR")
        total = statement["totals"].get(euro)
        qr = None
        if total and total.net and len(words) <= 140:
            # A transfer in euros pays what is in euros.
            paid = [row.name for row in rows if row.line.currency_id == euro]
            named = " ".join(dict.fromkeys(paid))
            qr = bank.build_qr_code_base64(
                total.net, named, "", euro, self.partner_id, silent_errors=True
            )
        return {
            "bank": bank,
            "communication": words if len(words) <= 140 else self.partner_id.name,
            "qr": qr,
            "qr_total": total.net if total else 0.0,
            "euro": euro,
        }
