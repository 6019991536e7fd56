from odoo import http
from odoo.exceptions import ValidationError
from odoo.fields import Command
from odoo.http import request

from odoo.addons.payment.controllers.portal import PaymentPortal

from .customer_page import ROUTE, find, opened, page, show
from .outside_page import go, speaking


class CustomerPagePayment(PaymentPortal):
    """Paying one invoice, or all that is due, through the providers of core."""

    @page("/online/<string:key>")
    @opened()
    def tpe_customer_pay(self, access, key, **kwargs):
        offer = access._statement()["offers"].get(key)
        if not offer:
            return go(access._path())
        providers, methods = access._online(offer.currency, offer.amount)
        return show(
            access,
            "tpe_dunning.customer_page_online",
            {
                "offer": offer,
                "amount": offer.amount,
                "currency": offer.currency,
                "partner_id": access.partner_id.id,
                "providers_sudo": providers,
                "payment_methods_sudo": methods,
                # A saved card belongs to whoever logs in, not to whoever has the link.
                "tokens_sudo": request.env["payment.token"],
                "show_tokenize_input_mapping": dict.fromkeys(providers.ids, False),
                "transaction_route": f"{access._path()}/transaction/{offer.key}",
                "landing_route": access._path(),
            },
        )

    @http.route(
        ROUTE + "/transaction/<string:key>", type="jsonrpc", auth="public", csrf=False
    )
    def tpe_customer_transaction(
        self,
        token,
        key,
        provider_id=None,
        payment_method_id=None,
        flow=None,
        amount=None,
        **kwargs,
    ):
        """Create the payment of what is offered under ``key`` now.

        Only the provider, the method and the flow are taken from the browser.
        """
        access, _status = find(token, "answer")
        if not access:
            # Returned, not raised: a call that is rolled back would not be counted.
            return {
                "state": "error",
                "state_message": request.env._("Load the page again."),
            }
        access = speaking(access)
        if flow not in ("redirect", "direct"):
            raise ValidationError(request.env._("Choose one of the payment methods."))
        offer = access._check_payment(key, amount, provider_id, payment_method_id)
        transaction = self._create_transaction(
            provider_id=provider_id,
            payment_method_id=payment_method_id,
            token_id=None,
            amount=offer.amount,
            currency_id=offer.currency.id,
            partner_id=access.partner_id.id,
            flow=flow,
            tokenization_requested=False,
            landing_route=access._path(),
            reference_prefix=access._payment_reference(offer),
            custom_create_values={"invoice_ids": [Command.set(offer.moves.ids)]},
        )
        return transaction._get_processing_values()
