from odoo import http
from odoo.http import request

from odoo.addons.tpe_dunning.controllers.outside_page import (
    download,
    go,
    refuse,
    route,
    show,
)

from .link import opened

ROUTE = "/tpe/welcome/<string:token>"
MODEL = "tpe.sop.request"


class Welcome(http.Controller):
    """The page where a customer gives his details and signs documents, without a login."""

    @route(ROUTE)
    def tpe_welcome(self, token, said=None, **kwargs):
        asked, refusal = opened(MODEL, token)
        if refusal:
            return refusal
        return self._show(asked, asked._known(), {}, said == "thanks")

    @route(ROUTE + "/answer", methods=("POST",))
    def tpe_welcome_answer(self, token, **kwargs):
        asked, refusal = opened(MODEL, token, "answer")
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
        return go(f"{asked._path()}?said=thanks")

    @route(ROUTE + "/document/<int:document_id>")
    def tpe_welcome_document(self, token, document_id, **kwargs):
        asked, refusal = opened(MODEL, token)
        if refusal:
            return refusal
        document = asked.document_ids.filtered(lambda doc: doc.id == document_id)
        if not document:
            return refuse()
        return download(asked._raw(document), document.name)

    def _show(self, asked, values, wrong, done=False):
        return show(
            asked,
            "tpe_onboarding_sop.welcome_page",
            {"asked": asked, "values": values, "wrong": wrong, "done": done},
        )
