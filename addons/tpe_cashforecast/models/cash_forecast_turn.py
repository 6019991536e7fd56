from psycopg2 import IntegrityError

from odoo import api, models
from odoo.exceptions import ConcurrencyError
from odoo.tools import SQL

LOCK_SPACE = 7_130_013


class CashForecastTurn(models.Model):
    """One at a time writes the forecasts of a company."""

    _inherit = "tpe.cash.forecast"

    @api.model
    def _take_turn(self, company):
        """Until the end of the transaction nobody else writes them.

        Who comes second waits, then starts his whole call again: what the first one wrote
        is seen by a new transaction only.
        """
        key = SQL("%s, %s", LOCK_SPACE, company.id)
        [[free]] = self.env.execute_query(
            SQL("SELECT pg_try_advisory_xact_lock(%s)", key)
        )
        if not free:
            self.env.execute_query(SQL("SELECT pg_advisory_xact_lock(%s)", key))
            raise ConcurrencyError("The forecast was just written")

    @api.model
    def _refresh(self, company):
        self._take_turn(company)
        try:
            with self.env.cr.savepoint():
                return super()._refresh(company)
        except IntegrityError as error:
            raise ConcurrencyError("The forecast was just written") from error
