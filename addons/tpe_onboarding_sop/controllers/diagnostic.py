from odoo import http
from odoo.exceptions import AccessError

from odoo.addons.tpe_dunning.controllers.outside_page import refuse, route, show

from .link import opened


class SharedDiagnostic(http.Controller):
    """The page where somebody outside reads the diagnostic shown to him."""

    @route("/tpe/diagnostic/<string:token>")
    def tpe_diagnostic(self, token, **kwargs):
        share, refusal = opened("tpe.diagnostic.share", token)
        if refusal:
            return refusal
        try:
            report = share._page()
        except AccessError:
            # Whoever shared it may not read the figures of the firm any more.
            return refuse()
        if http.request.httprequest.method == "GET":
            # HEAD is a machine that looks whether the address is alive.
            share._visited()
        return show(
            share,
            "tpe_onboarding_sop.diagnostic_shared_page",
            {"share": share, "report": report},
        )
