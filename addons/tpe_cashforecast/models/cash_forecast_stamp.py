import hashlib

from odoo import api, fields, models
from odoo.tools import SQL

# What a forecast and the figures read.  A table without a company counts as a whole.
INPUTS = (
    "account.account",
    "account.move",
    "account.partial.reconcile",
    "hr.expense",
    "hr.version",
    "purchase.order",
    "res.company",
    "res.currency.rate",
    "sale.order",
    "tpe.cash.budget",
    "tpe.cash.loan",
    "tpe.cash.loan.line",
    "tpe.cash.recurring",
    "tpe.cash.tax",
    "tpe.cash.tax.line",
    "tpe.dunning.dispute",
    "tpe.dunning.plan",
    "tpe.dunning.promise",
    "tpe.dunning.reminder",
)


class CashForecastStamp(models.Model):
    """Whether the current forecast still says what the books say."""

    _inherit = "tpe.cash.forecast"

    stamp = fields.Char(readonly=True, help="Changes when what was read changes.")
    figures = fields.Json(readonly=True, help="The figures of the same moment.")

    @api.model
    def _stamp(self, company):
        """A fingerprint of the inputs: row versions, so that no change is missed."""
        self.env.flush_all()
        parts = []
        for name in self._stamp_models():
            model = self.env[name]
            mine = SQL("TRUE")
            if name == "res.company":
                mine = SQL("id = %s", company.id)
            elif "company_id" in model._fields and model._fields["company_id"].store:
                mine = SQL("(company_id = %s OR company_id IS NULL)", company.id)
            parts.append(
                SQL(
                    "SELECT %s, count(*), "
                    "sum(hashtext(ctid::text || ' ' || xmin::text)::bigint) "
                    "FROM %s WHERE %s",
                    name,
                    SQL.identifier(model._table),
                    mine,
                )
            )
        parts.append(
            # Due lines: a date or a follow-up changes without the document.
            SQL(
                "SELECT 'due', count(*), "
                "sum(hashtext(ctid::text || ' ' || xmin::text)::bigint) "
                "FROM account_move_line WHERE company_id = %s "
                "AND reconciled IS NOT TRUE AND parent_state = 'posted' "
                "AND date_maturity IS NOT NULL",
                company.id,
            )
        )
        # Read by several workers of the database, the parts come in any order.
        rows = sorted(self.env.execute_query(SQL(" UNION ALL ").join(parts)))
        text = f"{company._dunning_today()} {rows}"
        return hashlib.sha256(text.encode()).hexdigest()

    @api.model
    def _stamp_models(self):
        return [
            name
            for name in INPUTS
            if name in self.env
            and self.env[name]._auto
            and not self.env[name]._abstract
        ]

    @api.model
    def _current(self, company):
        """The current forecast of ``company``, anew when its books changed."""
        machine = self.sudo()
        stamp = machine._stamp(company)
        current = machine.search(
            [("company_id", "=", company.id), ("is_current", "=", True)]
        )
        if not current or current.stamp != stamp or not current.figures:
            current = machine._refresh(company)
        return self.browse(current.id)

    @api.model
    def _refresh(self, company):
        # Its words are kept: they are said in the language of the firm.
        self = self.with_context(lang=company.partner_id.lang)
        # Read before the books are: a change in between makes it anew once more.
        stamp = self.sudo()._stamp(company)
        current = super()._refresh(company)
        current.sudo().write(
            {
                "stamp": stamp,
                "figures": self.env["tpe.cash.kpi"]._figures(
                    company, company._dunning_today()
                ),
            }
        )
        return current
