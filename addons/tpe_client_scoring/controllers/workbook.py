from odoo import http
from odoo.http import content_disposition, request

from ..tools import workbook

KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class Workbooks(http.Controller):
    """Downloads; the models refuse who may not read the scores."""

    @http.route(
        "/tpe_client_scoring/portfolio.xlsx", type="http", auth="user", readonly=True
    )
    def portfolio(self):
        """The customers of the current company."""
        env = _env()
        return _file(env["tpe.client.portfolio"]._workbook_sheets(), "clients")

    @http.route(
        "/tpe_client_scoring/person/<int:partner_id>.xlsx",
        type="http",
        auth="user",
        readonly=True,
    )
    def person(self, partner_id):
        """All that is kept about the score of one customer."""
        env = _env()
        # Not to be found and not to be read look the same.
        partner = env["res.partner"].search([("id", "=", partner_id)])
        env["tpe.client.score"].check_access("read")
        if not partner:
            raise request.not_found()
        return _file(env["tpe.client.record"]._of(partner), f"client-{partner_id}")


def _env():
    """In the company the user works in, which a bare link does not tell."""
    cookie = request.cookies.get("cids", "")
    wanted = [int(part) for part in cookie.split("-") if part.isdigit()]
    allowed = [each for each in wanted if each in request.env.user.company_ids.ids]
    if allowed:
        request.update_context(allowed_company_ids=allowed)
    return request.env


def _file(sheets, name):
    content = workbook.write(sheets)
    headers = [
        ("Content-Type", KIND),
        ("Content-Length", len(content)),
        ("Content-Disposition", content_disposition(f"{name}.xlsx")),
        ("X-Content-Type-Options", "nosniff"),
    ]
    return request.make_response(content, headers)
