from datetime import timedelta
from functools import wraps

from odoo import http
from odoo.http import request

from ..models.dunning_access_answer import PROMISE_DAYS
from . import outside_page
from .outside_page import OPEN, download, refuse, route, speaking

ROUTE = "/tpe/pay/<string:token>"
MODEL = "tpe.dunning.access"


def page(path="", methods=("GET",)):
    """Route of the customer's page."""
    return route(ROUTE + path, methods)


def opened(kind="link"):
    """Give the method the access that the link opens, or answer for it."""

    def decorate(method):
        @wraps(method)
        def call(self, token, **kwargs):
            posted = request.httprequest.method == "POST"
            access, status = find(token, kind if posted else "link")
            if status != OPEN:
                return refuse(status)
            # A form may send a file where a word is expected.
            words = {k: v for k, v in kwargs.items() if isinstance(v, str | int)}
            return method(self, speaking(access), **words)

        return call

    return decorate


def find(token, kind):
    return outside_page.find(MODEL, token, kind)


def show(access, template, values=None, status=OPEN):
    today = access.company_id._dunning_today()
    return outside_page.show(
        access,
        template,
        {
            "access": access,
            "customer": access.partner_id,
            "today": today,
            "last_day": today + timedelta(PROMISE_DAYS),
            **(values or {}),
        },
        status,
    )


class CustomerPage(http.Controller):
    """All that a customer owes, on one page, without a login."""

    @page()
    @opened()
    def tpe_customer_page(self, access, said=None, **kwargs):
        access._visited()
        statement = access._statement()
        payable = access._payable_online(statement["offers"])
        return show(
            access,
            "tpe_dunning.customer_page",
            {
                "statement": statement,
                "payable": payable,
                "all_offers": [o for k, o in payable.items() if k.startswith("all-")],
                "transfer": access._transfer(statement),
                "penalty": access._penalty_sentence(),
                "may_promise": access._may_promise(),
                "free": access._free_rows(statement),
                "said": said if said in ("promise", "dispute", "paid", "plan") else "",
            },
        )

    @page("/invoice/<int:move_id>")
    @opened()
    def tpe_customer_invoice(self, access, move_id, **kwargs):
        move = access._document(move_id)
        if not move:
            return refuse()
        data = move._get_invoice_legal_documents("pdf", allow_fallback=True)
        return download(data["content"], data["filename"], "application/pdf")
