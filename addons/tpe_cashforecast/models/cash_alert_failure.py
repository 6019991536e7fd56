from odoo import api, models
from odoo.tools.misc import format_date

KEY = "forecast"


class CashAlertFailure(models.Model):
    """A morning without a forecast is seen by a person."""

    _inherit = "tpe.cash.alert"

    @api.model
    def _not_computed(self, company, error):
        """Tell it once; the next forecast that is written ends it."""
        mine = self.sudo()
        if mine.search_count(
            [
                ("company_id", "=", company.id),
                ("key", "=", KEY),
                ("state", "!=", "done"),
            ],
            limit=1,
        ):
            return
        today = company._dunning_today()
        words = {
            lang: self.with_context(lang=lang).env._(
                "The forecast could not be computed on %(day)s: %(error)s. The one before "
                "is shown.",
                day=format_date(self.env, today, lang_code=lang),
                error=error,
            )
            for lang in company._cash_languages()
        }
        mine._raise(
            company,
            {
                "kind": "forecast",
                "key": KEY,
                "amount": 0.0,
                "day": today,
                "words": {"en_US": next(iter(words.values())), **words},
            },
        )
