from odoo import http
from odoo.http import content_disposition, request

KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class ForecastWorkbook(http.Controller):
    """The forecast as a file; the model refuses who may not read it."""

    @http.route(
        "/tpe_cashforecast/forecast.xlsx", type="http", auth="user", readonly=True
    )
    def forecast(self, scenario="realistic"):
        """The forecast of the current company under a scenario."""
        _use_the_company_of_the_user()
        env = request.env
        content = env["tpe.cash.forecast"]._workbook(env.company, scenario)
        day = env.company._dunning_today()
        headers = [
            ("Content-Type", KIND),
            ("Content-Length", len(content)),
            ("Content-Disposition", content_disposition(f"tresorerie-{day}.xlsx")),
            ("X-Content-Type-Options", "nosniff"),
        ]
        return request.make_response(content, headers)


def _use_the_company_of_the_user():
    """The company the user works in, which a bare link does not tell."""
    cookie = request.cookies.get("cids", "")
    wanted = [int(part) for part in cookie.split("-") if part.isdigit()]
    allowed = [each for each in wanted if each in request.env.user.company_ids.ids]
    if allowed:
        request.update_context(allowed_company_ids=allowed)
