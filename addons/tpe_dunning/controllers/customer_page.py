from datetime import timedelta
from functools import wraps

from odoo import http
from odoo.http import content_disposition, request
from odoo.tools.misc import get_lang

from ..models.dunning_access_answer import PROMISE_DAYS
from ..tools.visitor import network

ROUTE = "/tpe/pay/<string:token>"
HEADERS = {
    "Cache-Control": "private, no-store",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow",
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
}


OPEN, CLOSED, TOO_OFTEN = 200, 404, 429


def page(path="", methods=("GET",)):
    """Route of the customer's page: public, found by its link, never by a search engine."""
    return http.route(
        ROUTE + path,
        type="http",
        auth="public",
        methods=list(methods),
        website=True,
        multilang=False,
        sitemap=False,
        # The sentence of a form that was open for a day is still right, or shown again.
        csrf=True,
    )


def opened(kind="link"):
    """Give the method the access that the link opens, or answer for it.

    Whatever is wrong with a link, the answer is the same.  ``kind`` is the limit that
    counts besides the one of all calls.
    """

    def decorate(method):
        @wraps(method)
        def call(self, token, **kwargs):
            posted = request.httprequest.method == "POST"
            access, status = find(token, kind if posted else "link")
            if status == TOO_OFTEN:
                return _plain("tpe_dunning.customer_page_too_often", status)
            if status == CLOSED:
                return _plain("tpe_dunning.customer_page_closed", status)
            # A form may send a file where a word is expected.
            words = {k: v for k, v in kwargs.items() if isinstance(v, str | int)}
            return method(self, speaking(access), **words)

        return call

    return decorate


def find(token, kind):
    """``(access, HTTP status)`` of a call, counted; the access only with status 200."""
    hits = request.env["tpe.dunning.access.hit"].sudo()
    access = request.env["tpe.dunning.access"].sudo()
    address = network(request.httprequest.remote_addr)
    if hits._is_full("unknown", address) or not hits._allows("address", address):
        return access, TOO_OFTEN
    access = access._find(token)
    if not access:
        hits._allows("unknown", address)
        return access, CLOSED
    if not all(hits._allows(each, str(access.id)) for each in {"link", kind}):
        return access.browse(), TOO_OFTEN
    return access, OPEN


def speaking(access):
    """``access`` in its company and in the language of the customer."""
    customer = access.partner_id.with_company(access.company_id)
    contact = customer._dunning_recipient() or customer
    code = contact.lang or access.partner_id.lang or access.company_id.partner_id.lang
    lang = get_lang(access.env, code).code
    request.update_context(lang=lang)
    return (
        access.with_company(access.company_id)
        .with_context(lang=lang, allowed_company_ids=access.company_id.ids)
        .sudo()
    )


def show(access, template, values=None, status=200):
    """A page in the colours of the company, which nobody keeps."""
    today = access.company_id._dunning_today()
    return _answer(
        template,
        {
            "access": access,
            "company": access.company_id,
            "res_company": access.company_id,
            "customer": access.partner_id,
            "base": access._path(),
            "today": today,
            "last_day": today + timedelta(PROMISE_DAYS),
            **(values or {}),
        },
        status,
    )


def _plain(template, status):
    return _answer(template, {"company": False}, status)


def _answer(template, values, status):
    response = request.render(template, values, status=status)
    response.headers.update(HEADERS)
    return response


def go(path):
    """Send the browser on, without leaving the address of the page in a cache."""
    response = request.redirect(path, 303)
    response.headers.update(HEADERS)
    return response


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
            return _plain("tpe_dunning.customer_page_closed", 404)
        data = move._get_invoice_legal_documents("pdf", allow_fallback=True)
        return request.make_response(
            data["content"],
            [
                *HEADERS.items(),
                ("Content-Type", "application/pdf"),
                ("Content-Disposition", content_disposition(data["filename"])),
            ],
        )
