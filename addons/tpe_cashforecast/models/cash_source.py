from typing import NamedTuple

from odoo import api, models
from odoo.fields import Date
from odoo.tools import SQL

from ..tools.scenario import Scenario

CATEGORIES = [
    ("customers", "Customers"),
    ("orders", "Orders and quotes"),
    ("expected_sales", "Sales to come"),
    ("other_in", "Other receipts"),
    ("suppliers", "Suppliers"),
    ("purchases", "Purchases ordered"),
    ("expected_purchases", "Purchases to come"),
    ("payroll", "Salaries"),
    ("social", "Social contributions"),
    ("vat", "VAT"),
    ("tax", "Taxes"),
    ("rent", "Rent"),
    ("loan", "Loans"),
    ("recurring", "Recurring expenses"),
    ("expense", "Expenses to reimburse"),
    ("investment", "Investments"),
    ("other_out", "Other payments"),
    ("caution", "Caution"),
]


class Books(NamedTuple):
    """Whose cash is foreseen, when, and under which assumptions."""

    company: models.BaseModel
    today: Date  # week 1 begins today: what happened until yesterday is known
    scenario: Scenario
    memo: dict | None = None  # what was read already, whatever the scenario
    as_was: bool = False  # ``today`` is over: only what is dated before it was known

    def known(self, day):
        """Condition that what has the date ``day``, a column, was known."""
        return SQL("%s < %s", day, self.today) if self.as_was else SQL("TRUE")

    def once(self, name, read):
        """``read()``, called by the first who asks for ``name``."""
        if self.memo is None:
            return read()
        if name not in self.memo:
            self.memo[name] = read()
        return self.memo[name]

    def rate(self, currency_id):
        """What a unit of a currency is worth today, in company currency."""
        own = self.company.currency_id
        if not currency_id or currency_id == own.id:
            return 1.0
        return self.once(
            ("rate", currency_id),
            lambda: own._get_conversion_rate(
                own.browse(currency_id), own, self.company, self.today
            ),
        )

    @property
    def _unit(self):
        memo = self.memo
        if memo and "unit" in memo:
            return memo["unit"]
        places = self.company.currency_id.decimal_places
        return self.once("unit", lambda: 10**places)

    def cents(self, amount):
        """An amount in company currency, as whole units of its rounding."""
        return round((amount or 0.0) * self._unit)

    def money(self, cents):
        """An amount in company currency."""
        return cents / self._unit


class CashSource(models.AbstractModel):
    """Where the flows of a forecast come from: a method for each kind of thing.

    A method ``_found_<source>(books)`` returns a `Found`; an addon that knows of more
    money to come adds its own to `_sources`.
    """

    _name = "tpe.cash.source"
    _description = "Source of a Cash Forecast"

    @api.model
    def _sources(self) -> list:
        """Names of the sources, in the order they are read."""
        return []

    @api.model
    def _found(self, books) -> dict:
        """``{source: Found}`` of all the sources, each thing counted once."""
        return self._counted_once(
            books,
            {name: getattr(self, f"_found_{name}")(books) for name in self._sources()},
        )

    @api.model
    def _counted_once(self, books, found) -> dict:
        """``found`` without what two sources know of; what takes away is a flow too."""
        return found
