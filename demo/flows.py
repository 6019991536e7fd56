"""What comes back in the cash of the demo company, and its loan."""

from datetime import date

from dateutil.relativedelta import relativedelta

from .payroll_and_tax import LOAN, LOAN_PAYMENT, LOAN_RATE
from .world import MONTHS

# What December adds to the salaries: 2,600 gross.
BONUSES = 3_700
# Proposed by the bills, and still waiting for Claire's answer.
WAITING = ("Référencement et annonces locales", "Carburant, 5 cartes")


def set_up(env, company, today):
    """Accept what the books propose, but two; type the loan and what comes once."""
    company.write({"tpe_credit_line": 5_000, "tpe_credit_rate": 9.5})
    recurring = env["tpe.cash.recurring"].with_context(lang="fr_FR")
    found = recurring._suggest(company)
    found.filtered(lambda flow: flow.name not in WAITING).is_proposed = False
    recurring.create(
        [
            {
                "company_id": company.id,
                "name": "Prime à l’apprentissage",
                "category": "other_in",
                "amount": 2_000,
                "periodicity": "once",
                "first_day": today + relativedelta(days=38),
            },
            {
                "company_id": company.id,
                "name": "Perforateurs et échafaudage roulant",
                "category": "investment",
                "amount": 3_480,
                "periodicity": "once",
                "first_day": today + relativedelta(days=24),
            },
            {
                "company_id": company.id,
                "name": "Primes de fin d’année, charges comprises",
                "category": "payroll",
                "amount": BONUSES,
                "periodicity": "once",
                "first_day": today + relativedelta(month=12, day=30),
            },
        ]
    )
    _loan(env, company, today)
    calendar = env["tpe.cash.tax"].with_context(lang="fr_FR")._of(company)
    calendar.vat_day = 21
    calendar._refresh_lines()


def _loan(env, company, today):
    """The loan of the van, as on the bank's schedule: the last payment is smaller."""
    first = (today - relativedelta(months=MONTHS)).replace(day=5)
    bank = env["res.partner"].search(
        [("name", "=", "Banque Coopérative des Confluences")], limit=1
    )
    lines, left = [], LOAN
    while left > 0:
        interest = round(left * LOAN_RATE / 12, 2)
        capital = min(left, round(LOAN_PAYMENT - interest, 2))
        left = round(left - capital, 2)
        day: date = first + relativedelta(months=len(lines))
        lines.append(
            {
                "number": len(lines) + 1,
                "day": day,
                "capital": capital,
                "interest": interest,
                "left": left,
            }
        )
    env["tpe.cash.loan"].create(
        {
            "company_id": company.id,
            "name": "Prêt utilitaire",
            "partner_id": bank.id,
            "amount": LOAN,
            "rate": 100 * LOAN_RATE,
            "number": len(lines),
            "first_day": first,
            "method": "typed",
            "line_ids": [(0, 0, line) for line in lines],
        }
    )
