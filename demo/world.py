"""What the parts of the builder share: the day, the draws, the records made so far."""

import random
from dataclasses import dataclass, field
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

SEED = "Atelier Lumière"
MONTHS = 24

# What a person would not want to see in the log of a record, nor wait for.
QUIET = {
    "tracking_disable": True,
    "mail_create_nolog": True,
    "mail_create_nosubscribe": True,
    "mail_notrack": True,
    "no_reset_password": True,
}


def draws(section: str, seed: str = SEED) -> random.Random:
    """Draws of one section, which do not move when another section is enriched."""
    return random.Random(f"{seed}/{section}")


def working_day(day: date, step: int = 1) -> date:
    """``day``, or the nearest Monday to Friday in the direction of ``step``.

    >>> working_day(date(2026, 11, 22)), working_day(date(2026, 11, 22), -1)
    (datetime.date(2026, 11, 23), datetime.date(2026, 11, 20))
    """
    while day.weekday() > 4:
        day += timedelta(days=step)
    return day


def end_of_month(day: date) -> date:
    """Last day of the month.

    >>> end_of_month(date(2028, 2, 3))
    datetime.date(2028, 2, 29)
    """
    return day + relativedelta(day=31)


@dataclass
class Leg:
    """Counterpart of a bank entry: an amount for an account, and what it settles."""

    account: object
    amount: float
    settles: object = None


@dataclass
class Flow:
    """Entry of the bank account; positive amounts come in."""

    date: date
    label: str
    legs: list
    partner: object = None
    currency: object = None
    amount_currency: float = 0.0

    @property
    def amount(self) -> float:
        """What moves on the account."""
        return round(sum(leg.amount for leg in self.legs), 2)


@dataclass
class World:
    """The company while it is being built."""

    env: object
    company: object
    today: date
    customers: dict = field(default_factory=dict)
    suppliers: dict = field(default_factory=dict)
    products: dict = field(default_factory=dict)
    terms: dict = field(default_factory=dict)
    users: dict = field(default_factory=dict)
    invoices: dict = field(default_factory=dict)
    flows: list = field(default_factory=list)
    unpaid: list = field(default_factory=list)
    stories: list = field(default_factory=list)
    currencies: dict = field(default_factory=dict)
    vat_credit: int = 0
    vat_carried: object = None

    @property
    def start(self) -> date:
        """First day of the history."""
        return (self.today - relativedelta(months=MONTHS)).replace(day=1)

    @property
    def last_bank_day(self) -> date:
        """Yesterday, or the Friday before."""
        return working_day(self.today - timedelta(days=1), -1)

    def months(self) -> list:
        """First day of each month of the history, the current one included."""
        return [
            self.start + relativedelta(months=number)
            for number in range(MONTHS + 1)
            if self.start + relativedelta(months=number) <= self.today
        ]

    def ref(self, name: str):
        """Record of the French chart: an account, a tax."""
        return self.env["account.chart.template"].ref(name)

    def journal(self, kind: str):
        """Journal of this kind of the company: sale, purchase, bank, general."""
        return self.env["account.journal"].search(
            [("type", "=", kind), ("company_id", "=", self.company.id)], limit=1
        )

    def pay(self, day, label, amount, account, partner=None, settles=None):
        """Plan a bank entry with one counterpart, if its day has come."""
        if day <= self.last_bank_day:
            self.flows.append(
                Flow(day, label, [Leg(account, amount, settles)], partner)
            )

    def post(self, day, label, lines, partner=None):
        """Post a miscellaneous entry: ``lines`` holds (account, balance) pairs."""
        move = self.env["account.move"].create(
            {
                "journal_id": self.journal("general").id,
                "date": day,
                "ref": label,
                "line_ids": [
                    (
                        0,
                        0,
                        {
                            "account_id": account.id,
                            "name": label,
                            "balance": round(balance, 2),
                            "partner_id": partner and partner.id,
                        },
                    )
                    for account, balance in lines
                    if round(balance, 2)
                ],
            }
        )
        move._post(soft=False)
        return move
