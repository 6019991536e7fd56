from odoo import models
from odoo.tools import format_date, formatLang


class ClientScoreWords(models.Model):
    """Figures as a person reads them."""

    _inherit = "tpe.client.score"

    def _label(self, name):
        """The word of a selection, in the language of the user."""
        self.ensure_one()
        return dict(self._fields[name]._description_selection(self.env)).get(
            self[name], ""
        )

    def _euros(self, amount):
        """Whole euros: nobody decides upon cents."""
        currency = self.currency_id or self.env.company.currency_id
        # + 0.0: a result of minus 30 cents is 0, not -0.
        number = formatLang(self.env, round(amount) + 0.0, digits=0)
        if currency.position == "before":
            return f"{currency.symbol}{number}"
        return f"{number}\N{NO-BREAK SPACE}{currency.symbol}"

    def _number(self, value, digits=1):
        """Without decimals where there are none."""
        return formatLang(self.env, value, digits=0 if value == int(value) else digits)

    def _percentage(self, value):
        return f"{self._number(value)}\N{NO-BREAK SPACE}%"

    def _day_word(self, day):
        return format_date(self.env, day) if day else ""

    def _month_word(self, month, today):
        """« March », with its year when that was another one."""
        pattern = "MMMM" if month.year == today.year else "MMMM y"
        return format_date(self.env, month, date_format=pattern)
