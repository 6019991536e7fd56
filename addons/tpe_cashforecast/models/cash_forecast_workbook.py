from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from ..tools import cash_workbook
from ..tools.scenario import KINDS, Scenario


class CashForecastWorkbook(models.Model):
    """The forecast for the accountant, as a workbook whose sums are alive."""

    _inherit = "tpe.cash.forecast"

    @api.model
    def _workbook(self, company, name="realistic") -> bytes:
        """The file of ``company`` under the scenario called ``name``."""
        self.check_access("read")
        label, scenario = self._workbook_scenario(company, name)
        books = self._books(company, scenario)
        opening, flows, weeks, words = self.sudo()._build(books)
        contents = cash_workbook.Contents(
            company=company.name,
            scenario=label,
            today=books.today,
            opening=opening,
            threshold=company.tpe_cash_threshold,
            weeks=weeks,
            items=self._workbook_items(flows),
            assumptions=self._workbook_assumptions(books, words),
            definitions=self._workbook_definitions(),
            actuals=self._workbook_actuals(company),
            digits=company.currency_id.decimal_places,
            symbol=company.currency_id.name,
        )
        return cash_workbook.write(contents, self._workbook_words())

    @api.model
    def _workbook_scenario(self, company, name):
        """``(label, Scenario)`` of a name as the address of the file gives it."""
        labels = {
            "realistic": self.env._("Realistic"),
            "pessimistic": self.env._("Pessimistic"),
            "optimistic": self.env._("Optimistic"),
        }
        if name in KINDS:
            return labels[name], Scenario(name)
        if name.isdigit():
            kept = self.env["tpe.cash.scenario"].search(
                [("id", "=", int(name)), ("company_id", "=", company.id)]
            )
            if kept:
                return kept.name, kept._as_scenario(self._books(company))
        raise UserError(self.env._("There is no scenario called %s.", name))

    @api.model
    def _workbook_items(self, flows):
        partners = (
            self.env["res.partner"]
            .sudo()
            .browse({flow.partner_id for flow in flows if flow.partner_id})
        )
        names = {partner.id: partner.display_name for partner in partners}
        rows = self.env["tpe.cash.forecast.line"]
        labels = dict(rows._fields["category"]._description_selection(self.env))
        sources = self._workbook_sources()
        return [
            cash_workbook.Item(
                flow,
                labels.get(flow.category, flow.category),
                names.get(flow.partner_id, ""),
                sources.get(flow.source, flow.source),
            )
            for flow in flows
        ]

    @api.model
    def _workbook_sources(self):
        """``{source: its name}``; a source that is not there is written as it is called."""
        return {
            "receivable": self.env._("Customer invoices"),
            "payable": self.env._("Supplier bills"),
            "bank": self.env._("Bank movements"),
            "draft": self.env._("Draft invoices and bills"),
            "quote": self.env._("Quotes and orders"),
            "order": self.env._("Quotes and orders"),
            "purchase": self.env._("Purchase orders"),
            "expense": self.env._("Expenses"),
            "recurring": self.env._("Recurring"),
            "tax": self.env._("Tax and social calendar"),
            "loan": self.env._("Loans"),
            "expected_sales": self.env._("Habit of past years"),
            "expected_purchases": self.env._("Habit of past years"),
            "scenario": self.env._("Scenario"),
        }

    @api.model
    def _workbook_assumptions(self, books, words):
        scenario, env = books.scenario, self.env
        pairs = [
            (env._("Company"), books.company.name),
            (
                env._("Foreseen on"),
                env._(
                    "%s: what happened until the day before is known",
                    format_date(env, books.today),
                ),
            ),
            (env._("Currency"), books.company.currency_id.name),
            (
                env._("Amounts of the weeks"),
                env._(
                    "What is owed, times the chance that it is paid in that week. The "
                    "cents are shared by the largest remainders: every total agrees."
                ),
            ),
            (
                env._("Date foreseen"),
                env._("To be read: the weeks add up chances, not these dates."),
            ),
            (
                env._("Band"),
                env._("8 times out of 10 the balance stays between the two bounds."),
            ),
        ]
        if scenario.days_late:
            pairs.append((env._("Days late"), str(scenario.days_late)))
        if scenario.sales_loss:
            pairs.append((env._("Sales lost"), f"{scenario.sales_loss:.0%}"))
        if scenario.lost:
            partners = env["res.partner"].sudo().browse(scenario.lost)
            names = ", ".join(sorted(partners.mapped("display_name")))
            pairs.append((env._("Customers who do not pay"), names))
        return pairs + [(env._("How it was found"), sentence) for sentence in words]

    @api.model
    def _workbook_definitions(self):
        env = self.env
        return [
            (
                env._("Cash at the beginning"),
                env._("Posted balance of the bank and cash accounts on the day."),
            ),
            (
                env._("Cash in"),
                env._("Sum of the amounts above zero of the detail, in that week."),
            ),
            (
                env._("Cash out"),
                env._("Sum of the amounts below zero of the detail, in that week."),
            ),
            (
                env._("Low point"),
                env._("The lowest of the 13 balances at the end of a week."),
            ),
            (
                env._("Threshold"),
                env._("The balance the firm wants to stay above: a choice of its own."),
            ),
            (
                env._("Later"),
                env._("Expected to be paid, but after the 13 weeks."),
            ),
            (
                env._("Never"),
                env._(
                    "Share of what is owed that is expected never to be paid; it is in "
                    "no week."
                ),
            ),
            (
                env._("Check"),
                env._(
                    "Amount less the weeks, later and never: 0 on each line. Opening "
                    "and lines less closing: 0 in each week."
                ),
            ),
        ]

    @api.model
    def _workbook_words(self):
        env = self.env
        return {
            "sheet_summary": env._("Summary"),
            "sheet_weeks": env._("13 weeks"),
            "sheet_detail": env._("Detail"),
            "sheet_assumptions": env._("Assumptions"),
            "sheet_actuals": env._("Actual and forecast"),
            "sheet_definitions": env._("Definitions"),
            "subtitle": env._("Cash forecast for 13 weeks"),
            "foreseen_on": env._("Foreseen on"),
            "scenario": env._("Scenario"),
            "threshold": env._("Threshold"),
            "opening": env._("Cash at the beginning"),
            "in": env._("Cash in"),
            "out": env._("Cash out"),
            "closing": env._("Cash at the end"),
            "closing_13": env._("Cash after 13 weeks"),
            "less": env._("Less, 8 times out of 10"),
            "more": env._("More, 8 times out of 10"),
            "low": env._("Low bound"),
            "high": env._("High bound"),
            "low_point": env._("Low point"),
            "low_point_week": env._("Week of the low point"),
            "over_threshold": env._("Low point less threshold"),
            "later": env._("Later"),
            "never": env._("Never"),
            "check": env._("Check (must be 0)"),
            "amounts_in": env._("Amounts in"),
            "balance": env._("Balance at the end of each week"),
            "in_and_out": env._("In and out, week by week"),
            "week_of": env._("Week of"),
            "total": env._("Total"),
            "category": env._("Category"),
            "name": env._("What"),
            "partner": env._("Partner"),
            "source": env._("Source"),
            "note": env._("Why then"),
            "due": env._("Due"),
            "expected": env._("Date foreseen"),
            "amount": env._("Amount"),
            "what": env._("What"),
            "head_assumptions": env._("Assumption"),
            "head_definitions": env._("Definition"),
            "foreseen": env._("Forecast"),
            "actual": env._("Actual"),
            "difference": env._("Difference"),
            "cause": env._("Cause"),
            "no_actuals": env._(
                "No forecast has been judged yet: the first one is kept next Monday."
            ),
        }
