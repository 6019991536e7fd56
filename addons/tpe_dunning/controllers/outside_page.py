"""Pages behind a link: public, found by it and never by a search engine."""

from odoo import http
from odoo.http import content_disposition, request
from odoo.tools.misc import get_lang

from ..tools.visitor import network

HEADERS = {
    "Cache-Control": "private, no-store",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow",
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
}
OPEN, CLOSED, TOO_OFTEN = 200, 404, 429
REFUSALS = {
    CLOSED: "tpe_dunning.customer_page_closed",
    TOO_OFTEN: "tpe_dunning.customer_page_too_often",
}


def route(path, methods=("GET",)):
    return http.route(
        path,
        type="http",
        auth="public",
        methods=list(methods),
        website=True,
        multilang=False,
        sitemap=False,
        # The sentence of a form that was open for a day is still right, or shown again.
        csrf=True,
    )


def find(model, token, kind="link"):
    """``(record, HTTP status)`` of a call, counted; the record only with status 200.

    Whatever is wrong with a link, the answer is the same.  ``kind`` is the limit that
    counts besides the one of all calls.
    """
    hits = request.env["tpe.dunning.access.hit"].sudo()
    found = request.env[model].sudo()
    address = network(request.httprequest.remote_addr)
    if hits._is_full("unknown", address) or not hits._allows("address", address):
        return found, TOO_OFTEN
    found = found._find(token)
    if not found:
        hits._allows("unknown", address)
        return found, CLOSED
    if not all(hits._allows(each, f"{model}-{found.id}") for each in {"link", kind}):
        return found.browse(), TOO_OFTEN
    return found, OPEN


def speaking(found):
    """``found`` in its company and in the language of its reader."""
    code = (
        found._reader().lang
        or found.partner_id.lang
        or found.company_id.partner_id.lang
    )
    lang = get_lang(found.env, code).code
    request.update_context(lang=lang)
    return (
        found.with_company(found.company_id)
        .with_context(lang=lang, allowed_company_ids=found.company_id.ids)
        .sudo()
    )


def show(found, template, values, status=OPEN):
    """A page in the colours of the company, which nobody keeps."""
    return answer(
        template,
        {
            "company": found.company_id,
            "res_company": found.company_id,
            "base": found._path(),
            **values,
        },
        status,
    )


def refuse(status=CLOSED):
    return answer(REFUSALS[status], {"company": False}, status)


def answer(template, values, status):
    response = request.render(template, values, status=status)
    response.headers.update(HEADERS)
    return response


def go(path):
    """Send the browser on, without leaving the address of the page in a cache."""
    response = request.redirect(path, 303)
    response.headers.update(HEADERS)
    return response


def download(raw, name, mimetype="application/octet-stream"):
    """Never shown inside the page: a file may hold anything."""
    return request.make_response(
        raw,
        [
            *HEADERS.items(),
            ("Content-Type", mimetype),
            ("Content-Disposition", content_disposition(name)),
        ],
    )
