from odoo import http
from odoo.http import content_disposition, request
from odoo.tools.misc import get_lang

from odoo.addons.tpe_dunning.controllers.customer_page import HEADERS
from odoo.addons.tpe_dunning.tools.visitor import network

ROUTE = "/tpe/welcome/<string:token>"


def route(path="", methods=("GET",)):
    """Public, found by its link, never by a search engine."""
    return http.route(
        ROUTE + path,
        type="http",
        auth="public",
        methods=list(methods),
        website=True,
        multilang=False,
        sitemap=False,
        csrf=True,
    )


class Welcome(http.Controller):
    """The page where a customer gives his details and signs documents, without a login."""

    @route()
    def tpe_welcome(self, token, said=None, **kwargs):
        asked, refusal = self._opened(token)
        if refusal:
            return refusal
        return self._show(asked, asked._known(), {}, said == "thanks")

    @route("/answer", methods=("POST",))
    def tpe_welcome_answer(self, token, **kwargs):
        asked, refusal = self._opened(token, "answer")
        if refusal:
            return refusal
        # A form may send a file where a word is expected.
        values = {k: v for k, v in kwargs.items() if isinstance(v, str)}
        if asked.state == "accepted":
            return self._show(asked, asked._known(), {}, True)
        signed = asked.document_ids.filtered(lambda doc: values.get(f"sign_{doc.id}"))
        wrong = asked._wrong(values)
        if asked.document_ids - signed - asked.document_ids.filtered("signed_on"):
            wrong["documents"] = request.env._("Please read and tick each document.")
        if wrong:
            return self._show(asked, values, wrong)
        asked._answer(values, signed)
        response = request.redirect(f"{asked._path()}?said=thanks", 303)
        response.headers.update(HEADERS)
        return response

    @route("/document/<int:document_id>")
    def tpe_welcome_document(self, token, document_id, **kwargs):
        asked, refusal = self._opened(token)
        if refusal:
            return refusal
        document = asked.document_ids.filtered(lambda doc: doc.id == document_id)
        if not document:
            return self._plain("tpe_dunning.customer_page_closed", 404)
        return request.make_response(
            document._raw(),
            [
                *HEADERS.items(),
                # Never shown inside the page: a file may hold anything.
                ("Content-Type", "application/octet-stream"),
                ("Content-Disposition", content_disposition(document.name)),
            ],
        )

    def _opened(self, token, kind="link"):
        """``(request, None)``, or ``(nothing, the page that says why)``."""
        hits = request.env["tpe.dunning.access.hit"].sudo()
        asked = request.env["tpe.sop.request"].sudo()
        address = network(request.httprequest.remote_addr)
        if hits._is_full("unknown", address) or not hits._allows("address", address):
            return asked, self._plain("tpe_dunning.customer_page_too_often", 429)
        asked = asked._find(token)
        if not asked:
            hits._allows("unknown", address)
            return asked, self._plain("tpe_dunning.customer_page_closed", 404)
        if not hits._allows(kind, f"request-{asked.id}"):
            return asked, self._plain("tpe_dunning.customer_page_too_often", 429)
        partner = asked.partner_id
        lang = get_lang(
            request.env, partner.lang or asked.company_id.partner_id.lang
        ).code
        request.update_context(lang=lang)
        return asked.with_context(lang=lang).with_company(asked.company_id), None

    def _show(self, asked, values, wrong, done=False):
        return self._answer(
            "tpe_onboarding_sop.welcome_page",
            {
                "asked": asked,
                "company": asked.company_id,
                "res_company": asked.company_id,
                "base": asked._path(),
                "values": values,
                "wrong": wrong,
                "done": done,
            },
        )

    def _plain(self, template, status):
        return self._answer(template, {"company": False}, status)

    def _answer(self, template, values, status=200):
        response = request.render(template, values, status=status)
        response.headers.update(HEADERS)
        return response
