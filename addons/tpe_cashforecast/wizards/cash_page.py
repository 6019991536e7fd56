from markupsafe import Markup

from odoo import fields, models
from odoo.tools.misc import formatLang

from ..tools import curve_svg


class CashPage(models.AbstractModel):
    """A page that compares the curve before and after what it proposes."""

    _name = "tpe.cash.page"
    _description = "Cash Page"

    company_id = fields.Many2one("res.company", required=True, readonly=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    curve = fields.Html(readonly=True, sanitize=False)

    def _title(self):
        return self._description

    def _compute_display_name(self):
        for page in self:
            page.display_name = page._title()

    def _shown(self):
        return {
            "type": "ir.actions.act_window",
            "name": self._title(),
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
            "target": "main",
        }

    def _money(self, amount):
        return formatLang(self.env, amount, currency_obj=self.currency_id)

    def _drawn(self, before, after, weeks, books):
        """Balances in cents at the end of each week; one curve when nothing moved."""

        def money(cents):
            return [books.money(each) for each in cents]

        return Markup(
            curve_svg.draw(
                [f"{week.end:%d/%m}" for week in weeks],
                money(before),
                books.company.tpe_cash_threshold,
                money(after) if after != before else (),
                title=self.env._("Balance at the end of each week, before and after"),
            )
        )
