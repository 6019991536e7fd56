"""The plan of the sales: who is invoiced what, when, and how it was paid.

Pure: a day and a seed in, dataclasses out, nothing read from Odoo and no clock.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from .catalogue import PRODUCTS, jobs_for, title_of
from .partners import CUSTOMERS
from .stories import STORIES
from .world import draws, end_of_month, working_day

PRICES = {code: price for code, _name, _kind, price, _cost, _unit in PRODUCTS}
MONTH_WEIGHT = (0.9, 1.0, 1.1, 1.0, 0.95, 1.1, 1.05, 0.35, 1.1, 1.15, 1.05, 0.8)

# Days between the due date and the money, for each habit: least, most.
LATENESS = {
    "big": (3, 9),
    "prompt": (-4, 4),
    "slow": (12, 30),
    "steady": (2, 9),
    "worsening": (0, 6),
    "instalments": (4, 16),
    "dispute": (5, 18),
    "let_go": (30, 72),
    "public": (4, 22),
    "syndic": (5, 20),
    "association": (0, 16),
    "english": (6, 16),
    "dormant": (8, 25),
    "person": (1, 9),
}
# Habits whose recent months are told by STORIES: days before today left to them.
TOLD = {"slow": 72, "worsening": 80, "let_go": 160, "dispute": 75, "dormant": 430}


@dataclass
class Line:
    """Line of an invoice; no product for a lump sum, an account for a deposit."""

    text: str
    price: float
    quantity: float = 1.0
    product: str = ""
    account: str = ""


@dataclass
class Payment:
    """Money received: a share of the total, or what is left when there is none."""

    date: date
    share: float | None = None


@dataclass
class Credit:
    """Credit note for a share of the invoice; ``open`` when it was never used."""

    date: date
    share: float
    reason: str
    open: bool = False


@dataclass
class Invoice:
    """One invoice and what became of it."""

    customer: object
    date: date
    lines: list
    payments: list = field(default_factory=list)
    credits: list = field(default_factory=list)
    draft: bool = False
    story: str = ""

    @property
    def due(self) -> list:
        """Due dates with their shares."""
        return due_dates(self.customer.term, self.date)


def due_dates(term: str, day: date) -> list:
    """Due dates and shares of a payment term.

    >>> due_dates("split", date(2026, 1, 31))
    [(datetime.date(2026, 3, 2), 0.5), (datetime.date(2026, 4, 1), 0.5)]
    >>> due_dates("eom45", date(2026, 1, 10))
    [(datetime.date(2026, 2, 28), 1.0)]
    """
    after = {"immediate": 0, "net30": 30, "net60": 60}
    if term == "eom45":
        return [(end_of_month(day + timedelta(days=45)), 1.0)]
    if term == "split":
        return [(day + timedelta(days=n), 0.5) for n in (30, 60)]
    if term == "deposit":
        return [(day, 0.3), (day + timedelta(days=30), 0.7)]
    return [(day + timedelta(days=after[term]), 1.0)]


def plan(today: date, start: date) -> list:
    """All the customer invoices, oldest first."""
    invoices = []
    for customer in CUSTOMERS:
        rng = draws(customer.key)
        told = [s for s in STORIES if s.customer == customer.key]
        for day in _days(customer, customer.invoices - len(told), today, start, rng):
            lines = lines_for(customer, _amount(customer, rng), rng)
            invoice = Invoice(customer, day, lines)
            _credit(invoice, today, rng)
            _payments(invoice, today, start, rng)
            invoices.append(invoice)
        invoices += [_told(story, customer, today, rng) for story in told]
    _deposits(invoices)
    return sorted(invoices, key=lambda i: (i.date, i.customer.key))


def _days(customer, number, today, start, rng):
    """Working days of the invoices, more in June than in August."""
    last = today - timedelta(days=TOLD.get(customer.habit, 1))
    months = [
        start + relativedelta(months=n)
        for n in range(30)
        if start + relativedelta(months=n) <= last
    ]
    if customer.habit == "dormant":
        months = months[:9]
    weights = [MONTH_WEIGHT[m.month - 1] for m in months]
    # The last month is shorter than the others.
    weights[-1] *= min(1.0, last.day / 30)
    days = []
    # Stratified: an even sweep over the weights, shaken a little.
    total, step = sum(weights), sum(weights) / number
    for rank in range(number):
        position = (rank + rng.uniform(0.05, 0.95)) * step % total
        month, weight = months[0], weights[0]
        for month, weight in zip(months, weights, strict=True):  # noqa: B007
            if position < weight:
                break
            position -= weight
        end = min(end_of_month(month), last)
        day = month + timedelta(days=int((end - month).days * position / weight))
        day = working_day(day, -1)
        days.append(max(day, working_day(start)))
    return sorted(days)


def _amount(customer, rng) -> float:
    """Amount before tax of one job."""
    return min(max(rng.lognormvariate(-0.14, 0.55), 0.22), 3.2) * customer.mean


def lines_for(customer, target: float, rng, lump_sums: float = 0.2) -> list:
    """Lines of a job of about ``target`` euros: a lump sum, or hours and equipment."""
    pattern, mix = rng.choice(jobs_for(customer))
    title = title_of(pattern, rng)
    net = 1 - customer.discount / 100
    if rng.random() < lump_sums:
        return [Line(title, round(target / net / 10) * 10.0)]
    if target < 420:
        call = PRICES["DEP-URG"]
        rest = max(0.5, round((target / net - call) / PRICES["MO-ELEC"] * 2) / 2)
        return [
            Line("Dépannage d'urgence, première heure", call, 1, "DEP-URG"),
            Line(f"{title}\nMain-d'œuvre", PRICES["MO-ELEC"], rest, "MO-ELEC"),
        ]
    labour = "MO-CHEF" if target > 4000 else "MO-ELEC"
    total = target / net
    equipment, parts = [], sum(mix.values())
    for code, part in mix.items():
        quantity = max(1, round(total * 0.55 * part / parts / PRICES[code]))
        equipment.append(Line("", PRICES[code], quantity, code))
    if target < 2500 and rng.random() < 0.35:
        equipment.append(Line("", PRICES["DEPLAC"], rng.randint(1, 3), "DEPLAC"))
    elif target > 2500 and rng.random() < 0.3:
        equipment.append(Line("", PRICES["ETUDE"], rng.randint(3, 8), "ETUDE"))
    spent = sum(line.price * line.quantity for line in equipment)
    hours = max(2.0, round((total - spent) / PRICES[labour] * 2) / 2)
    return [Line(f"{title}\nMain-d'œuvre", PRICES[labour], hours, labour)] + equipment


def _credit(invoice, today, rng):
    """Credit notes: many for the customer to let go, a few for the others."""
    chance = {"let_go": 0.42, "dispute": 0.18, "big": 0.0}.get(
        invoice.customer.habit, 0.035
    )
    day = working_day(invoice.date + timedelta(days=rng.randint(8, 24)))
    if rng.random() < chance and day < today - timedelta(days=3):
        reason, least, most = rng.choice(
            (
                ("Heures contestées sur le bon d'intervention", 0.08, 0.2),
                ("Matériel repris, non posé", 0.06, 0.16),
                ("Reprise de malfaçon à notre charge", 0.15, 0.35),
                ("Geste commercial, retard de chantier", 0.05, 0.12),
            )
        )
        share = round(rng.uniform(least, most), 2)
        invoice.credits.append(Credit(day, share, reason))


def _lateness(customer, due, today, start, rng) -> int:
    least, most = LATENESS[customer.habit]
    if customer.habit == "big":
        # One payment run per due date.
        rng = draws(f"big/{(today - due).days // 28}")
    days = rng.randint(least, most)
    if customer.habit == "worsening":
        days += round(45 * max(0, (due - start).days / (today - start).days) ** 2)
    if customer.habit == "dispute" and rng.random() < 0.25:
        days += 40
    return days


def _payments(invoice, today, start, rng):
    """Money received so far, due date after due date."""
    last = working_day(today - timedelta(days=1), -1)
    shares = invoice.due
    if invoice.customer.habit == "instalments" and rng.random() < 0.5:
        day = shares[0][0]
        shares = [(day, 0.5), (day + timedelta(days=21), 0.5)]
    paid = 1 - sum(credit.share for credit in invoice.credits)
    for rank, (due, share) in enumerate(shares):
        late = _lateness(invoice.customer, due, today, start, rng)
        day = working_day(max(due + timedelta(days=late), invoice.date))
        if due <= last < day:
            # What is overdue today is told by STORIES: this one paid in time.
            day = working_day(
                due + timedelta(days=rng.randint(0, (last - due).days)), -1
            )
            day = max(day, invoice.date)
        if day <= last:
            whole = rank == len(shares) - 1
            share = round(min(share, paid), 4)
            invoice.payments.append(Payment(day, None if whole else share))
            paid -= share


def _told(story, customer, today, rng) -> Invoice:
    """Invoice whose state today matters."""
    day = working_day(today - timedelta(days=story.age), -1)
    lines = lines_for(customer, story.amount, rng)
    if story.text:
        lines = [Line(story.text, float(story.amount))]
    invoice = Invoice(customer, day, lines, story=story.state)
    if story.paid:
        paid_on = working_day(day + timedelta(days=story.paid_after))
        invoice.payments.append(Payment(paid_on, story.paid))
    if story.credit:
        on = working_day(day + timedelta(days=15))
        reason = "Spots défectueux, reprise en attente d'imputation"
        invoice.credits.append(Credit(on, story.credit, reason, open=True))
    return invoice


def _deposits(invoices):
    """A third of the jobs on deposit terms are invoiced in two: deposit, balance."""
    mine = [i for i in invoices if i.customer.term == "deposit" and not i.story]
    mine.sort(key=lambda i: (i.customer.key, i.date))
    for first, second in zip(mine[::3], mine[1::3], strict=False):
        if first.customer is not second.customer or first.credits:
            continue
        total = sum(line.price * line.quantity for line in second.lines)
        deposit = round(total * 0.3, -1)
        title = second.lines[0].text.split("\n")[0]
        first.lines = [
            Line(f"Acompte sur devis – {title}", deposit, account="pcg_4191")
        ]
        second.lines.append(Line("Acompte déjà facturé", -deposit, account="pcg_4191"))
