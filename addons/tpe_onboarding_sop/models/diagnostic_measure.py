from dataclasses import replace
from datetime import date
from typing import NamedTuple

from dateutil.relativedelta import relativedelta

from odoo import api, models
from odoo.exceptions import AccessError
from odoo.tools import SQL, format_date

from ..tools.diagnostic import Measure

# Below ten invoices (orders, bills …) a year, one more or less moves a share by more than
# ten points: nothing can be said of a habit.
LEAST = 10
# The same of customers: with fewer than five, one of them is a fifth of the firm, and it is
# the dependency that speaks.
LEAST_CUSTOMERS = 5
SALES = ("out_invoice", "out_receipt")


class Year(NamedTuple):
    """The company that is read, over twelve months, and how much it invoiced."""

    company: models.Model
    today: date
    since: date  # excluded
    invoices: int


class DiagnosticMeasure(models.AbstractModel):
    """What the books answer to a diagnostic, in one pass over the company."""

    _name = "tpe.diagnostic.measure"
    _description = "Figures of a Diagnostic"
    _inherit = "tpe.cash.card"

    @api.model
    def _measures(self, company, today) -> dict:
        """``{key: Measure}`` (``tools/diagnostic.py``) for the books of ``company``.

        Each file that inherits adds its own.  Raises AccessError for who may not read
        the figures of the firm.
        """
        self._check_reader()
        if company not in self.env.user.company_ids:
            raise AccessError(self.env._("This is not one of your companies."))
        # The accountant reads these figures, and not each of the tables behind them.
        machine = self.sudo().with_context(allowed_company_ids=company.ids)
        self.env.flush_all()
        # Compiling the statements takes longer than running them.
        self.env.cr.execute("SET LOCAL jit = off")
        found = machine._found(machine._year(company, today))
        self.env.cr.execute("RESET jit")
        names = self._labels()
        return {measure.key: _named(measure, names[measure.key]) for measure in found}

    @api.model
    def _labels(self) -> dict:
        """``{key: what it is called}``."""
        return {}

    def _found(self, year) -> list[Measure]:
        """The measures; a file adds to those of the files before it."""
        return []

    def _year(self, company, today):
        since = today - relativedelta(years=1)
        [[invoices]] = self._rows(
            """
            SELECT count(*)
              FROM account_move
             WHERE company_id = %(company)s
               AND state = 'posted'
               AND move_type IN %(sales)s
               AND invoice_date > %(since)s
               AND invoice_date <= %(today)s
            """,
            company=company.id,
            sales=SALES,
            since=since,
            today=today,
        )
        return Year(company, today, since, invoices)

    def _rows(self, statement, **values):
        return self.env.execute_query(SQL(statement, **values))

    def _has(self, model):
        """Whether the application that brings ``model`` is installed."""
        return model in self.env

    # --- How it is said ---------------------------------------------------------------

    def _unknown(self, key, unit, proof, count=0):
        return Measure(key, None, unit, count, proof)

    def _too_few(self, key, unit, what, number, least):
        """Not enough data: of ``what``, there are too few."""
        return self._unknown(
            key,
            unit,
            self.env._(
                "%(what)s: %(number)s. At least %(least)s are needed to say something.",
                what=what,
                number=number,
                least=least,
            ),
            number,
        )

    def _of_year(self):
        return self.env._("Invoices of the last twelve months")

    def _records(self, model, ids, views=("list", "form")):
        """The window of these records, None without any."""
        return self._window(model, [("id", "in", sorted(ids))], views) if ids else None

    def _long_day(self, day):
        return format_date(self.env, day)

    def _one_digit(self, value):
        return self._number(value, 0 if float(value).is_integer() else 1)


def _named(measure, name):
    if not measure.action:
        return measure
    return replace(measure, action={**measure.action, "name": name})
