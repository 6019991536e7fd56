from odoo import models
from odoo.fields import Domain

from odoo.addons.tpe_dunning.tools.receivables import share

from ..tools.diagnostic import Measure, Unit
from .diagnostic_measure import LEAST, SALES


class DiagnosticMeasureReceivables(models.AbstractModel):
    """What customers owe, who the first of them is, whether they are reminded."""

    _inherit = "tpe.diagnostic.measure"

    def _found(self, year):
        domains = self.env["tpe.dunning.figures"]._domains(year.company, year.today)
        owed, late = domains["open"], domains["late"]
        due, overdue = self._sum_of(owed), self._sum_of(late)
        # An invoice dated after today is owed, and counts for no day yet.
        billed = owed & Domain("issue_date", "<=", year.today)
        return [
            *super()._found(year),
            self._dso(year, billed, self._sum_of(billed)),
            self._overdue_share(year, late, due, overdue),
            self._dependency(year),
            self._reminders_on(year),
        ]

    def _sum_of(self, domain):
        """``(amount, invoices, facts)``."""
        [row] = self.env["tpe.receivable.settlement"]._read_group(
            domain, [], ["amount:sum", "move_id:count_distinct", "__count"]
        )
        return row[0] or 0.0, *row[1:]

    def _facts(self, domain, count):
        if not count:
            return None
        return self._window("tpe.receivable.settlement", domain, ("list", "pivot"))

    def _dso(self, year, domain, due):
        if year.invoices < LEAST:
            return self._too_few(
                "dso", Unit.DAYS, self._of_year(), year.invoices, LEAST
            )
        amount, invoices, count = due
        days = self.env["tpe.dunning.figures"]._dso(year.company, year.today)
        if days is None:
            proof = self.env._(
                "Customers owe %(amount)s on %(invoices)s invoices: more than was "
                "invoiced in two years, so the days cannot be told.",
                amount=self._euros(amount),
                invoices=invoices,
            )
        else:
            proof = self.env._(
                "Customers owe %(amount)s on %(invoices)s invoices: what you invoiced in "
                "the last %(days)s days, tax included.",
                amount=self._euros(amount),
                invoices=invoices,
                days=self._number(days),
            )
        return Measure("dso", days, Unit.DAYS, count, proof, self._facts(domain, count))

    def _overdue_share(self, year, domain, due, overdue):
        if year.invoices < LEAST:
            return self._too_few(
                "overdue_share", Unit.PERCENT, self._of_year(), year.invoices, LEAST
            )
        amount, invoices, count = overdue
        return Measure(
            "overdue_share",
            # Everything is paid: nothing is late.
            share(amount, due[0]) if due[0] else 0.0,
            Unit.PERCENT,
            count,
            self.env._(
                "%(late)s of the %(due)s owed are past their due date, on %(count)s of "
                "the %(invoices)s open invoices.",
                late=self._euros(amount),
                due=self._euros(due[0]),
                count=invoices,
                invoices=due[1],
            ),
            self._facts(domain, count),
        )

    def _dependency(self, year):
        if year.invoices < LEAST:
            return self._too_few(
                "dependency", Unit.PERCENT, self._of_year(), year.invoices, LEAST
            )
        # What nobody in particular bought (a till) is in the whole, not a customer.
        # What was taken over says its amount without tax, or nothing on sales.
        rows = self._rows(
            """
            SELECT partner_id, amount, documents, sum(amount) OVER (),
                   count(partner_id) OVER ()
              FROM (
                SELECT commercial_partner_id AS partner_id,
                       sum(CASE WHEN tpe_past_import_id IS NULL
                                THEN amount_untaxed_signed
                                ELSE tpe_past_untaxed END) AS amount,
                       count(*) AS documents
                  FROM account_move
                 WHERE company_id = %(company)s
                   AND state = 'posted'
                   AND move_type IN %(types)s
                   AND invoice_date > %(since)s
                   AND invoice_date <= %(today)s
                   AND (tpe_past_import_id IS NULL OR tpe_past_untaxed <> 0)
              GROUP BY commercial_partner_id
              ) sold
          ORDER BY partner_id IS NULL, amount DESC, partner_id
             LIMIT 1
            """,
            company=year.company.id,
            types=(*SALES, "out_refund"),
            since=year.since,
            today=year.today,
        )
        if not rows:
            return self._unknown(
                "dependency",
                Unit.PERCENT,
                self.env._("What was taken over does not say its amounts without tax."),
            )
        [[partner_id, amount, documents, whole, customers]] = rows
        if not partner_id or whole <= 0 or amount <= 0:
            return self._unknown(
                "dependency",
                Unit.PERCENT,
                self.env._("Nothing was sold, once the credit notes are taken off."),
            )
        domain = [
            ("company_id", "=", year.company.id),
            ("state", "=", "posted"),
            ("move_type", "in", [*SALES, "out_refund"]),
            ("invoice_date", ">", year.since),
            ("invoice_date", "<=", year.today),
            ("commercial_partner_id", "=", partner_id),
            *("|", ("tpe_past_import_id", "=", False), ("tpe_past_untaxed", "!=", 0)),
        ]
        return Measure(
            "dependency",
            min(100.0, 100 * float(amount) / float(whole)),
            Unit.PERCENT,
            documents,
            self.env._(
                "%(customer)s: %(amount)s of the %(whole)s invoiced without tax in "
                "twelve months to %(customers)s customers.",
                customer=self.env["res.partner"].browse(partner_id).display_name,
                amount=self._euros(amount),
                whole=self._euros(whole),
                customers=customers,
            ),
            self._window("account.move", domain),
        )

    def _reminders_on(self, year):
        if not year.invoices:
            return self._too_few(
                "reminders_on", Unit.YES_NO, self._of_year(), year.invoices, 1
            )
        company = year.company
        sent = (
            Domain("company_id", "=", company.id)
            & Domain("state", "=", "sent")
            & Domain("sent_on", ">", year.since)
            & Domain("sent_on", "<=", year.today)
        )
        count = self.env["tpe.dunning.reminder"].search_count(sent)
        started = company.tpe_dunning_started_on
        if started:
            proof = self.env._(
                "Started on %(day)s: %(count)s reminders sent in twelve months.",
                day=self._long_day(started),
                count=count,
            )
        else:
            proof = self.env._(
                "Nobody started them: reminders are prepared and none leaves by itself."
            )
        return Measure(
            "reminders_on",
            1.0 if started else 0.0,
            Unit.YES_NO,
            count,
            proof,
            self._window("tpe.dunning.reminder", sent) if count else None,
        )
