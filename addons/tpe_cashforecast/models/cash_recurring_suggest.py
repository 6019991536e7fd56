from collections import Counter, defaultdict
from datetime import timedelta
from math import inf, log

from dateutil.relativedelta import relativedelta

from odoo import api, models
from odoo.tools import SQL, format_amount, format_date

from ..tools.recurrence import MOST, by_amount, habit, next_after

# (accounts of the debt, category, usual day of payment)
DEBTS = (
    ("421", "payroll", 31),
    ("431", "social", 15),
    ("437", "social", 25),
    ("4386", "social", 15),
    ("4421", "social", 15),
)
# Share of the gross wages kept back from the pay: an estimate, marked as such.
EMPLOYEE_SHARE = 0.22
RAISED = 1.15  # a bill this much above what is noted is told
ENDED = 30  # days without the next bill
LONG = ("half_yearly", "yearly")
MISSED = 2  # periods without a document


class CashRecurringSuggest(models.Model):
    """What the books say comes back: proposed, a person accepts."""

    _inherit = "tpe.cash.recurring"

    @api.model
    def action_suggest(self):
        """Propose flows found in the bills and in the pay of the last twelve months."""
        self.check_access("create")
        company = self.env.company
        found = self._suggest(company)
        if not found:
            return {
                "type": "ir.actions.client",
                "tag": "display_notification",
                "params": {
                    "type": "info",
                    "message": self.env._(
                        "Nothing new comes back regularly in the bills of the last "
                        "twelve months."
                    ),
                },
            }
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "tpe_cashforecast.cash_recurring_action"
        )
        return {**action, "context": {"search_default_proposed": 1}}

    @api.model
    def _suggest(self, company):
        """Create the proposals of ``company``; return them."""
        self.env.flush_all()
        today = company._dunning_today()
        known = self.with_context(active_test=False).search(
            [("company_id", "=", company.id)]
        )
        values = self._suggested_debts(company, today, known)
        values += self._suggested_bills(company, today, known)
        return self.create(
            [
                {"company_id": company.id, "is_proposed": True,
                 "currency_id": company.currency_id.id, **each}
                for each in values
            ]
        )  # fmt: skip

    def _suggested_bills(self, company, today, known):
        back = today - relativedelta(months=12)
        taken = known.partner_id.commercial_partner_id.ids
        values = []
        for partner_id, bills in self._bills(company, today, 800).items():
            if partner_id in taken:
                continue
            partner = self.env["res.partner"].browse(partner_id)
            groups = by_amount((due, amount) for due, amount, _code, _text in bills)
            for group in groups:
                # Twice a year is seen over two years only.
                year = [pair for pair in group if pair[0] >= back]
                found = habit(year)
                if not found:
                    found = habit(group)
                    if found and found.every not in LONG:
                        continue
                if not found:
                    continue
                following = next_after(found.last, found.every)
                if following < today - timedelta(ENDED):
                    continue
                codes = Counter(
                    code for due, amount, code, _text in bills if (due, amount) in group
                )
                texts = [t for due, amount, _c, t in bills if (due, amount) in group]
                values.append(
                    {
                        "name": texts[-1] or partner.display_name,
                        "partner_id": partner_id,
                        "category": "rent"
                        if codes.most_common(1)[0][0][:4] == "6132"
                        else "recurring",
                        "amount": found.amount,
                        "periodicity": found.every,
                        "first_day": _anchor(found.last, [day for day, _a in group]),
                        "note": self.env._(
                            "Found in %(number)s bills, the last one due on %(day)s.",
                            number=found.number,
                            day=format_date(self.env, found.last),
                        ),
                    }
                )
        return values

    def _bills(self, company, today, days=370):
        """``{partner id: [(due, amount, expense account, label)]}`` of so many days."""
        rows = self.env.execute_query(
            SQL(
                """
                SELECT move.commercial_partner_id,
                       COALESCE(move.invoice_date_due, move.date),
                       abs(move.amount_total_signed), main.account_id, main.name
                  FROM account_move move
                  JOIN LATERAL (
                       SELECT line.account_id, line.name
                         FROM account_move_line line
                        WHERE line.move_id = move.id
                          AND line.display_type = 'product'
                     ORDER BY abs(line.balance) DESC, line.id
                        LIMIT 1
                       ) main ON TRUE
                 WHERE move.company_id = %s
                   AND move.state = 'posted'
                   AND move.move_type IN ('in_invoice', 'in_receipt')
                   AND move.commercial_partner_id IS NOT NULL
                   AND move.date >= %s
              ORDER BY 2, move.id
                """,
                company.id,
                today - timedelta(days),
            )
        )
        accounts = self.env["account.account"].sudo().with_company(company)
        codes = {
            account.id: account.code or ""
            for account in accounts.browse({row[3] for row in rows})
        }
        found = defaultdict(list)
        for partner_id, due, amount, account_id, text in rows:
            # "Rent – 03/2026" is the rent: the month is not part of the name.
            text = (text or "").split(" – ")[0].split("\n")[0].strip()
            found[partner_id].append((due, amount, codes[account_id], text))
        return found

    def _suggested_debts(self, company, today, known):
        """Net pay and contributions: the total, never a person."""
        taken = {prefix for flow in known for prefix in flow._prefixes()}
        labels = {
            "421": self.env._("Salaries"),
            "431": self.env._("URSSAF"),
            "437": self.env._("Pension and other funds"),
            "4386": self.env._("Holiday pay fund"),
            "4421": self.env._("Income tax withheld from salaries"),
        }
        values = []
        for prefix, category, day in DEBTS:
            if prefix in taken:
                continue
            paid = self._days_paid(company, today, prefix)
            if not paid:
                continue
            quarterly = category == "social" and len(paid) <= 2
            values.append(
                {
                    "name": labels[prefix],
                    "category": category,
                    "amount_mode": "books",
                    "debt_accounts": prefix,
                    "periodicity": "quarterly" if quarterly else "monthly",
                    "first_day": _quarter_day(today, day)
                    if quarterly
                    else self._month_day(paid, day, today),
                    "shift": "previous" if category == "payroll" else "next",
                    "note": self._debt_source(prefix),
                }
            )
        if not any(each["category"] == "payroll" for each in values):
            values += self._suggested_wages(company, today, known)
        return values

    def _debt_source(self, prefix):
        if prefix != "431":
            return False
        return self.env._(
            "Paid by the 15 of the following month under 50 employees; under 11, by the "
            "15 of January, April, July and October if the firm chose so before 31 "
            "December.\nurssaf.fr/accueil/employeur/gerer-entreprise/"
            "paiement-des-cotisations.html"
        )

    def _days_paid(self, company, today, prefix):
        """Days of the last six months on which the debt was paid."""
        accounts = self._accounts(company, [prefix])
        if not accounts:
            return []
        rows = self.env.execute_query(
            SQL(
                """
                SELECT DISTINCT line.date
                  FROM account_move_line line
                  JOIN account_move move ON move.id = line.move_id
                 WHERE line.company_id = %s
                   AND line.parent_state = 'posted'
                   AND line.account_id IN %s
                   AND line.debit > 0
                   AND line.date BETWEEN %s AND %s
              ORDER BY 1
                """,
                company.id,
                tuple(accounts),
                today - relativedelta(months=6),
                today,
            )
        )
        return [day for [day] in rows]

    def _month_day(self, paid, usual, today):
        """The first day to come, on the usual day unless the firm pays on another one.

        A payment may be up to four days from its day: weekends and holidays.
        """
        start = today.replace(day=1)
        days = Counter(day.day for day in paid)
        often, _times = days.most_common(1)[0]
        if usual == 31 and often > 24 or abs(often - usual) <= 4:
            often = usual
        # A month of 31 days keeps the end of the month in the count.
        while often > 28 and (start + relativedelta(day=31)).day < 31:
            start -= relativedelta(months=1)
        return start + relativedelta(day=often)

    def _suggested_wages(self, company, today, known):
        """The total of the wages where the books hold no pay yet: an estimate."""
        if "hr.version" not in self.env or "payroll" in known.mapped("category"):
            return []
        versions = self.env["hr.version"].sudo()
        employees = self.env["hr.employee"].sudo()
        total = sum(
            employees.search([("company_id", "=", company.id)]).mapped(
                "current_version_id.wage"
            )
            if "current_version_id" in employees._fields
            else versions.search([("company_id", "=", company.id)]).mapped("wage")
        )
        if not total:
            return []
        return [
            {
                "name": self.env._("Salaries"),
                "category": "payroll",
                "amount": company.currency_id.round(total * (1 - EMPLOYEE_SHARE)),
                "periodicity": "monthly",
                "first_day": self._month_day(
                    [today + relativedelta(day=31)], 31, today
                ),
                "shift": "previous",
                "note": self.env._("Estimate, to be confirmed: gross wages less 22 %."),
            }
        ]

    @api.model
    def _doubtful_subscriptions(self, company):
        """``[(flow or partner, too much, sentence)]``: doubled, dearer, or ended.

        Too much: what is billed, or foreseen, above what should be; in company currency.
        """
        self.env.flush_all()
        today = company._dunning_today()
        flows = self.search(
            [("company_id", "=", company.id), ("is_proposed", "=", False),
             ("direction", "=", "out"), ("amount_mode", "=", "typed"),
             ("partner_id", "!=", False), ("periodicity", "!=", "once")]
        )  # fmt: skip
        bills = self._bills(company, today)
        found = self._doubled(company, bills, today)
        own = defaultdict(list)
        for partner, mine in flows.grouped("partner_id").items():
            for due, amount, _code, _text in bills.get(
                partner.commercial_partner_id.id, ()
            ):
                # A supplier's bill is that of the flow whose amount is the nearest.
                nearest = min(mine, key=lambda flow: flow._apart(amount, today))
                own[nearest].append((due, amount))
        for flow in flows:
            doubt = flow._doubt(own[flow], today)
            if doubt:
                found.append((flow, *doubt))
        return found

    def _today_amount(self, today):
        """What is noted, in company currency."""
        rate = self.currency_id._get_conversion_rate(
            self.currency_id, self.company_id.currency_id, self.company_id, today
        )
        return self._amount_on(today, rate)

    def _apart(self, amount, today):
        noted = self._today_amount(today)
        return abs(log(amount / noted)) if amount and noted else inf

    def _doubled(self, company, bills, today):
        """Suppliers who billed the same amount twice in a month, two months running."""
        recent = today - relativedelta(months=4)
        found = []
        for partner_id, lines in bills.items():
            times = Counter(
                (due.replace(day=1), amount, code)
                for due, amount, code, _text in lines
                if due >= recent
            )
            twice = Counter(
                (amount, code) for (_m, amount, code), n in times.items() if n > 1
            )
            for (amount, _code), months in twice.items():
                if months > 1:
                    partner = self.env["res.partner"].browse(partner_id)
                    sentence = self.env._(
                        "%(partner)s bills %(amount)s twice in a month, %(months)s months "
                        "running: is one of them a doubled subscription?",
                        partner=partner.display_name,
                        amount=format_amount(self.env, amount, company.currency_id),
                        months=months,
                    )
                    found.append((partner, amount, sentence))
        return found

    def _doubt(self, bills, today):
        """``(too much, what is odd about a flow and its bills)``, or None."""
        noted = self._today_amount(today)
        back = today - relativedelta(months=12)
        gone = [day for day, _paid in self._days(back, today - timedelta(15))]
        if len(gone) >= MISSED and bills and max(bills)[0] < gone[-MISSED]:
            return noted, self.env._(
                "%(name)s: no bill since %(day)s. If it has ended, give it an end date.",
                name=self.name,
                day=format_date(self.env, max(bills)[0]),
            )
        recent = [amount for due, amount in bills if due >= today - timedelta(100)]
        if recent and RAISED < recent[-1] / (noted or inf) <= MOST:
            return recent[-1] - noted, self.env._(
                "%(name)s: last billed %(billed)s, noted %(noted)s.",
                name=self.name,
                billed=format_amount(self.env, recent[-1], self.company_id.currency_id),
                noted=format_amount(self.env, self.amount, self.currency_id),
            )
        return None


def _anchor(last, days):
    """The day to count from: the end of a long month when all are ends of months."""
    ends = [day for day in days if (day + timedelta(1)).day == 1]
    if len(ends) == len(days):
        while last.day < 31:
            last = last.replace(day=1) - timedelta(1)
    return last


def _quarter_day(today, day):
    """The ``day`` of January, April, July or October that comes."""
    month = today.replace(day=day)
    while month.month % 3 != 1 or month < today:
        month += relativedelta(months=1)
    return month
