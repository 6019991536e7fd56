from collections import defaultdict

from odoo import api, models

from ..tools.cash_workbook import Actual
from .cash_forecast_track import WEEKS_JUDGED


class CashForecastWorkbookPast(models.Model):
    """The sheet of the workbook that sets what happened beside what was foreseen."""

    _inherit = "tpe.cash.forecast"

    @api.model
    def _workbook_actuals(self, company):
        """A row for each cause of each category of the last weeks.

        The difference of a row is what its cause explains: the rows of a week add up to its
        forecast, and to the change of its cash.
        """
        kept = self.search(
            [
                ("company_id", "=", company.id),
                ("is_kept", "=", True),
                ("variance_ids", "!=", False),
            ],
            limit=WEEKS_JUDGED,
            order="date desc",
        )
        if not kept:
            return []
        variances = self.env["tpe.cash.variance"]
        categories, causes = (
            dict(variances._fields[name]._description_selection(self.env))
            for name in ("category", "cause")
        )
        afterwards = self.env._("computed afterwards from the books")
        weeks = defaultdict(list)
        for row in variances._read_group(
            [("forecast_id", "in", kept.ids)],
            ["forecast_id", "category", "cause"],
            ["expected:sum", "difference:sum"],
        ):
            weeks[row[0]].append(row[1:])
        found = []
        for forecast in kept:
            for category, cause, expected, difference in weeks[forecast]:
                said = causes[cause]
                if forecast.is_rebuilt:
                    said = f"{said} ({afterwards})"
                found.append(
                    Actual(
                        forecast.date,
                        categories[category],
                        expected,
                        expected + difference,
                        said,
                    )
                )
        return found
