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

    def cents(self, amount):
        """An amount in company currency, as whole units of its rounding."""
        return round((amount or 0.0) * 10**self.company.currency_id.decimal_places)

    def money(self, cents):
        """An amount in company currency."""
        return cents / 10**self.company.currency_id.decimal_places


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
        return ["receivable", "payable"]

    @api.model
    def _found(self, books) -> dict:
        """``{source: Found}`` of all the sources."""
        return {
            name: getattr(self, f"_found_{name}")(books) for name in self._sources()
        }

    @api.model
    def _opening(self, books) -> int:
        """Money in the bank and in the till now, in cents."""
        [[balance]] = self.env.execute_query(
            SQL(
                """
                SELECT sum(line.balance)
                  FROM account_move_line line
                  JOIN account_account account ON account.id = line.account_id
                 WHERE line.company_id = %s
                   AND line.parent_state = 'posted'
                   AND account.account_type = 'asset_cash'
                """,
                books.company.id,
            )
        )
        return books.cents(balance)
