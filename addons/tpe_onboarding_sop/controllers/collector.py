from odoo import http

from odoo.addons.tpe_dunning.controllers.outside_page import (
    download,
    refuse,
    route,
    show,
)

from .link import opened

ROUTE = "/tpe/collector/<string:token>"
MODEL = "tpe.sop.case"


class Collector(http.Controller):
    """The page where a collector reads the file given to him, without a login."""

    @route(ROUTE)
    def tpe_collector(self, token, **kwargs):
        case, refusal = opened(MODEL, token)
        if refusal:
            return refusal
        case._visited()
        return show(case, "tpe_onboarding_sop.collector_page", {"case": case})

    @route(ROUTE + "/invoice/<int:move_id>")
    def tpe_collector_invoice(self, token, move_id, **kwargs):
        case, refusal = opened(MODEL, token)
        if refusal:
            return refusal
        move = case.move_ids.filtered(lambda move: move.id == move_id)
        if not move:
            return refuse()
        data = move._get_invoice_legal_documents("pdf", allow_fallback=True)
        return download(data["content"], data["filename"])

    @route(ROUTE + "/document/<int:document_id>")
    def tpe_collector_document(self, token, document_id, **kwargs):
        case, refusal = opened(MODEL, token)
        if refusal:
            return refusal
        document = case.document_ids.filtered(lambda doc: doc.id == document_id)
        if not document:
            return refuse()
        return download(case._raw(document), document.name)
