from odoo import api, models
from odoo.tools.misc import format_date


class CashAlertFailure(models.Model):
    """A scheduled action that failed for a whole company is seen by a person."""

    _inherit = "tpe.cash.alert"

    @api.model
    def _failed(self, company, kind, error):
        """Tell it once; the next forecast that is written ends it."""
        mine = self.sudo()
        if mine.search_count(
            [
                ("company_id", "=", company.id),
                ("key", "=", kind),
                ("state", "!=", "done"),
            ],
            limit=1,
        ):
            return
        today = company._dunning_today()
        words = {
            lang: self.with_context(lang=lang)._failure_words(
                kind, format_date(self.env, today, lang_code=lang), error
            )
            for lang in company._cash_languages()
        }
        mine._raise(
            company,
            {
                "kind": kind,
                "key": kind,
                "amount": 0.0,
                "day": today,
                "words": {"en_US": next(iter(words.values())), **words},
            },
        )

    @api.model
    def _failure_words(self, kind, day, error):
        if kind == "mail":
            return self.env._(
                "The Monday e-mails could not be prepared on %(day)s: %(error)s.",
                day=day,
                error=error,
            )
        return self.env._(
            "The forecast could not be computed on %(day)s: %(error)s. The one before "
            "is shown.",
            day=day,
            error=error,
        )
