from odoo import http
from odoo.http import content_disposition, request

from odoo.addons.tpe_cashforecast.controllers.workbook import (
    KIND,
    _use_the_company_of_the_user,
)


class PastTemplate(http.Controller):
    """The workbook to fill in; the model refuses who may not import."""

    @http.route(
        "/tpe_onboarding_sop/past.xlsx", type="http", auth="user", readonly=True
    )
    def past_template(self):
        """A workbook with three sheets, their titles, notes and an example."""
        _use_the_company_of_the_user()
        content = request.env["tpe.past.import"]._template()
        name = request.env._("past-to-import.xlsx")
        headers = [
            ("Content-Type", KIND),
            ("Content-Length", len(content)),
            ("Content-Disposition", content_disposition(name)),
            ("X-Content-Type-Options", "nosniff"),
        ]
        return request.make_response(content, headers)
