"""Pages behind a link: public, found by it and never by a search engine."""

from odoo import http
from odoo.http import content_disposition, request
from odoo.tools.misc import get_lang

from odoo.addons.tpe_dunning.controllers.customer_page import HEADERS
from odoo.addons.tpe_dunning.tools.visitor import network


def route(path, methods=("GET",)):
    return http.route(
        path,
        type="http",
        auth="public",
        methods=list(methods),
        website=True,
        multilang=False,
        sitemap=False,
        csrf=True,
    )


def opened(model, token, kind="link"):
    """``(record, None)``, or ``(nothing, the page that says why)``.

    Whatever is wrong with a link, the answer is the same.  ``kind`` is the limit counted.
    """
    hits = request.env["tpe.dunning.access.hit"].sudo()
    found = request.env[model].sudo()
    address = network(request.httprequest.remote_addr)
    if hits._is_full("unknown", address) or not hits._allows("address", address):
        return found, plain("tpe_dunning.customer_page_too_often", 429)
    found = found._find(token)
    if not found:
        hits._allows("unknown", address)
        return found, plain("tpe_dunning.customer_page_closed", 404)
    if not hits._allows(kind, f"{model}-{found.id}"):
        return found, plain("tpe_dunning.customer_page_too_often", 429)
    reader = found._reader()
    lang = get_lang(request.env, reader.lang or found.company_id.partner_id.lang).code
    request.update_context(lang=lang)
    return found.with_context(lang=lang).with_company(found.company_id), None


def show(found, template, values):
    return _answer(
        template,
        {
            "company": found.company_id,
            "res_company": found.company_id,
            "base": found._path(),
            **values,
        },
        200,
    )


def plain(template, status):
    return _answer(template, {"company": False}, status)


def download(raw, name):
    """Never shown inside the page: a file may hold anything."""
    return request.make_response(
        raw,
        [
            *HEADERS.items(),
            ("Content-Type", "application/octet-stream"),
            ("Content-Disposition", content_disposition(name)),
        ],
    )


def _answer(template, values, status):
    response = request.render(template, values, status=status)
    response.headers.update(HEADERS)
    return response
