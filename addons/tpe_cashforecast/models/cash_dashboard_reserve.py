from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import models

from ..tools.kpi import FIXED
from .cash_kpi import MONTHS


class CashDashboardReserve(models.AbstractModel):
    """The reserve to aim at, beside the cash of today."""

    _inherit = "tpe.cash.dashboard"

    def _reserve_card(self, figure, forecast, company, today):
        fixed, months = figure["value"], company.tpe_cash_reserve_months
        month = today.replace(day=1)
        target = None if fixed is None else fixed * months
        detail = ""
        if target is not None:
            missing = target - forecast.opening
            detail = (
                self.env._("%s missing today", self._euros(missing))
                if missing > 0
                else self.env._("the cash of today reaches it")
            )
        return self._card(
            "reserve",
            self.env._("Reserve to aim at"),
            None if target is None else self._euros(target),
            detail,
            self.env._(
                "%s month(s) of fixed costs: what you pay even when you sell nothing "
                "(rent, services, salaries, taxes, interest), on average over the last "
                "12 full months. One to two months are prudent; the number is "
                "in the menu Cash, Goals and threshold.",
                self._number(months, 1),
            ),
            self._results_lines(
                company,
                FIXED,
                month - relativedelta(months=MONTHS),
                month - timedelta(1),
            ),
            warn=target is not None and target > forecast.opening,
        )
