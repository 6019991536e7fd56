from datetime import timedelta
from typing import NamedTuple

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models

from odoo.addons.tpe_base.tools.working_days import next_working_day

from ..tools.fiscal_calendar import (
    LOCAL_TAX,
    QUARTERLY_TURNOVER,
    REFERENCE_TAX,
    local_tax_dues,
    tax_dues,
    vat_dues,
)

BEFORE = 60  # days back to the oldest payment that may still be late
AHEAD = 400  # days shown in the calendar


class Ledger(NamedTuple):
    """Sums over ``(code, day, balance, debit)`` of the accounts of taxes."""

    rows: list

    def sum(self, prefix, start, end, side=2):
        return sum(
            row[side]
            for row in self.rows
            if row[0].startswith(prefix)
            and (not start or start <= row[1])
            and row[1] <= end
        )

    def paid(self, prefix, start, end):
        return self.sum(prefix, start, end, side=3)

    def paid_around(self, prefix, day):
        """In the two weeks around a payment day."""
        return self.paid(prefix, day - timedelta(14), day + timedelta(14))


class CashTax(models.Model):
    """How a company pays VAT, corporate tax and local tax; one a company."""

    _name = "tpe.cash.tax"
    _description = "Tax Calendar"
    _rec_name = "company_id"
    _check_company_auto = True

    company_id = fields.Many2one(
        "res.company",
        required=True,
        default=lambda self: self.env.company,
        index=True,
        ondelete="cascade",
        readonly=True,
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    vat_regime = fields.Selection(
        [
            ("none", "No VAT (franchise)"),
            ("monthly", "Return each month (CA3)"),
            ("quarterly", "Return each quarter (CA3)"),
            ("simplified", "Simplified: July, December, May (CA12)"),
        ],
        string="VAT",
        required=True,
        default="monthly",
        help="The simplified regime ends on 1 January 2027, or with the first financial "
        "year that opens after it: then quarterly returns up to 1,000,000 EUR of "
        "turnover, monthly above (article 38 of law 2025-127).",
    )
    vat_day = fields.Integer(
        string="Day of the VAT payment",
        required=True,
        default=19,
        help="Between the 15 and the 24: shown in the firm's account on impots.gouv.fr. "
        "To be confirmed by you.",
    )
    vat_monthly_option = fields.Boolean(
        string="Monthly from 2027 all the same",
        help="A firm that leaves the simplified regime may choose monthly returns.",
    )
    vat_reference = fields.Monetary(
        string="VAT of last year, if typed",
        help="Instalments are shares of it.  Empty: from the books.",
    )
    pays_tax = fields.Boolean(string="Corporate tax", default=True)
    tax_reference = fields.Monetary(
        string="Corporate tax of last year, if typed",
        help="Instalments are a quarter of it.  Empty: from the books.",
    )
    pays_cfe = fields.Boolean(string="Local tax (CFE)", default=True)
    cfe_reference = fields.Monetary(
        string="Local tax of last year, if typed", help="Empty: from the books."
    )
    line_ids = fields.One2many("tpe.cash.tax.line", "tax_id", string="Payments to come")

    _one_a_company = models.UniqueIndex("(company_id)")
    _vat_day = models.Constraint(
        "CHECK (vat_day BETWEEN 15 AND 24)",
        "VAT is paid between the 15 and the 24 of the month.",
    )

    @api.model
    def _of(self, company):
        """The calendar of ``company``; created from what its books look like."""
        found = self.search([("company_id", "=", company.id)], limit=1)
        return found or self.sudo().create(
            {"company_id": company.id, **self._guess(company)}
        )

    @api.model
    def action_calendar(self):
        """Open the calendar of the company, with what the books say today."""
        self.check_access("read")
        tax = self.sudo()._of(self.env.company)
        tax._refresh_lines()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Tax and social calendar"),
            "res_model": self._name,
            "res_id": tax.id,
            "views": [(False, "form")],
        }

    def write(self, vals):
        done = super().write(vals)
        if set(vals) - {"line_ids"}:
            self.sudo()._refresh_lines()
        return done

    def action_refresh(self):
        """Count again from the books."""
        self.check_access("read")
        self.sudo()._refresh_lines()

    def _closing_month(self):
        return int(self.company_id.fiscalyear_last_month)

    def _dues(self, today):
        """Every payment from the ones that may be late to those of a year ahead."""
        self.ensure_one()
        since, until = today - timedelta(BEFORE), today + timedelta(AHEAD)
        closing = self._closing_month()
        after = "quarterly"
        if (
            self.vat_monthly_option
            or self.vat_regime == "simplified"
            and self._turnover(today) > QUARTERLY_TURNOVER
        ):
            after = "monthly"
        vat = vat_dues(self.vat_regime, self.vat_day, since, until, closing, after)
        tax = tax_dues(today, until, closing) if self.pays_tax else []
        local = local_tax_dues(today, until) if self.pays_cfe else []
        return vat, tax, local

    def _payments(self, books):
        """``[dict of a line]``: every payment, its amount and how it was counted."""
        self.ensure_one()
        today = books.today
        vat, tax, local = self._dues(today)
        found = self._vat_lines(books, vat)
        ledger = Ledger(self._ledger(books))
        found += self._tax_lines(books, tax, ledger)
        found += self._cfe_lines(books, local, ledger)
        for line in found:
            line["paid_on"] = next_working_day(line["due_on"])
        return sorted(found, key=lambda line: (line["due_on"], line["key"]))

    def _line(self, due, cents, name, how, books):
        return {
            "key": due.key,
            "kind": due.kind,
            "due_on": due.day,
            "start": due.start,
            "end": due.end,
            "name": name,
            "computed": books.money(cents),
            "how": how,
        }

    def _tax_lines(self, books, dues, ledger):
        found = []
        for due in dues:
            if due.kind == "tax_balance":
                found.append(self._tax_balance(books, due, ledger))
                continue
            reference, told = self._tax_reference(books, due, ledger)
            if reference <= books.cents(REFERENCE_TAX):
                continue
            paid = ledger.paid_around("444", due.day)
            cents = max(0, round(reference * due.percent / 100) - paid)
            how = self.env._("a quarter of %s", told)
            if paid:
                how = self.env._(
                    "%(how)s, less %(paid)s paid", how=how, paid=self._told(books, paid)
                )
            name = self.env._("Corporate tax: instalment")
            found.append(self._line(due, cents, name, how, books))
        return found

    def _tax_reference(self, books, due, ledger):
        """Tax of the last year closed before ``due``, in cents, and its name."""
        if self.tax_reference:
            cents = books.cents(self.tax_reference)
            return cents, self.env._("%s (typed)", self._told(books, cents))
        start, end = due.start, due.end
        for _back in range(2):
            start, end = start - relativedelta(years=1), start - timedelta(1)
            cents = ledger.sum("695", start, end)
            if cents > 0:
                told = self.env._(
                    "%(amount)s, tax of %(year)s",
                    amount=self._told(books, cents),
                    year=end.year,
                )
                return cents, told
        return 0, ""

    def _tax_balance(self, books, due, ledger):
        name = self.env._("Corporate tax: balance")
        if due.end >= books.today or not ledger.sum("695", due.start, due.end):
            how = self.env._("the tax of %s is not in the books yet", due.end.year)
            return self._line(due, 0, name, how, books)
        owed = -ledger.sum("444", None, due.end)
        paid = ledger.paid("444", due.end + timedelta(1), books.today)
        # What was paid since the closing is first an instalment of the new year.
        planned = sum(
            ledger.paid_around("444", day.day)
            for day in tax_dues(due.end, books.today, self._closing_month())
            if day.kind == "tax_instalment"
        )
        cents = max(0, owed - max(0, paid - planned))
        how = self.env._("owed on account 444 at the closing")
        return self._line(due, cents, name, how, books)

    def _cfe_lines(self, books, dues, ledger):
        found = []
        for due in dues:
            last = books.cents(self.cfe_reference) or ledger.sum(
                "63511",
                due.start - relativedelta(years=1),
                due.end - relativedelta(years=1),
            )
            if not last and due.start > books.today:
                # Next year's is not known before this year's is paid.
                last = ledger.sum(
                    "63511",
                    due.start - relativedelta(years=2),
                    due.end - relativedelta(years=2),
                )
            halved = last >= books.cents(LOCAL_TAX)
            if not last or due.kind == "cfe_instalment" and not halved:
                continue
            paid = ledger.sum("63511", due.start, due.end)
            cents = last // 2 if due.kind == "cfe_instalment" else last
            cents = max(0, cents - paid)
            if due.kind == "cfe" and halved and not paid:
                # The half of June is on its own line, or was paid from another account.
                cents = last - last // 2
            how = self.env._("as last year: %s", self._told(books, last))
            name = self.env._("Local tax (CFE)")
            found.append(self._line(due, cents, name, how, books))
        return found

    def _in_its_language(self):
        """A cron speaks English: what it writes is read by the owner."""
        lang = self.company_id.partner_id.lang
        return self.with_context(lang=lang) if lang else self

    def _told(self, books, cents):
        return books.company.currency_id.format(books.money(cents))

    def _refresh_lines(self):
        """Write the payments to come; what the owner overruled stays."""
        for tax in self:
            tax = tax._in_its_language()
            books = tax.env["tpe.cash.forecast"]._books(tax.company_id)
            tax.env.flush_all()
            payments = {
                line["key"]: line
                for line in tax._payments(books)
                if line["paid_on"] >= books.today or line["computed"]
            }
            known = {line.key: line for line in tax.line_ids}
            for key, line in known.items():
                if key in payments:
                    line.write(payments.pop(key))
                elif not line.is_typed or line.paid_on < books.today:
                    line.unlink()
            tax.env["tpe.cash.tax.line"].create(
                [{"tax_id": tax.id, **line} for line in payments.values()]
            )
