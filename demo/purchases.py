"""Supplier bills: equipment in step with the sales, and what runs every month."""

from dataclasses import dataclass
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from .world import QUIET, draws, end_of_month, working_day

# Share of the equipment bought, by supplier of equipment.
SHARES = {"comptoir": 0.46, "lumen": 0.24, "cables": 0.18, "thermique": 0.12}
BOUGHT = {
    "comptoir": "Appareillage et protections – bons de livraison du mois",
    "lumen": "Luminaires et sources LED – livraisons chantiers",
    "cables": "Câbles et conduits – tourets et couronnes",
    "thermique": "Chauffage, ventilation et recharge – livraisons",
}
# Share of the turnover of the month.
EQUIPMENT, TEMPORARY = 0.395, 0.06


@dataclass
class Bill:
    """A bill, the day it falls due and how it is paid."""

    supplier: str
    date: date
    account: str
    text: str
    amount: float
    days: int
    debit: bool = False  # collected by the supplier on the due date
    tax: str = "tva_acq_normale"
    late: int = 0  # days we let pass; beyond today, the bill is overdue


# (supplier, day, months, account, text, amount, days, debit, tax)
# fmt: off
RUNNING = (
    ("bailleur", 1, range(1, 13), "pcg_6132", "Loyer atelier et bureau", 1480.0, 5,
     True, "tva_acq_normale"),
    ("leasing", 3, range(1, 13), "pcg_6135", "Location longue durée – 3 utilitaires",
     1185.0, 10, True, "tva_acq_normale"),
    ("telecom", 6, range(1, 13), "pcg_626", "Téléphonie mobile et fibre", 214.0, 12,
     True, "tva_acq_normale"),
    ("logiciel", 2, range(1, 13), "pcg_6511", "Abonnement logiciel de chantier", 129.0,
     3, True, "tva_acq_normale"),
    ("comptable", 15, range(1, 13), "pcg_6226", "Honoraires comptables mensuels", 395.0,
     20, False, "tva_acq_normale"),
    ("assurance", 5, (1, 4, 7, 10), "pcg_6162", "Assurance décennale et RC pro, trimestre",
     2890.0, 10, True, None),
    ("assurance", 8, (2, 8), "pcg_6164", "Flotte automobile, semestre", 1740.0, 10, True,
     None),
    ("entretien", 20, range(1, 13), "pcg_6155", "Entretien et pneus des utilitaires",
     310.0, 15, False, "tva_acq_normale"),
    ("publicite", 10, range(1, 13), "pcg_6231", "Référencement et annonces locales",
     240.0, 10, True, "tva_acq_normale"),
    ("energie", 18, (1, 3, 5, 7, 9, 11), "pcg_6061", "Électricité de l'atelier", 262.0,
     15, True, "tva_acq_normale"),
)
# fmt: on


def make(world):
    """Post the bills and remember their payments."""
    bills = sorted(_equipment(world) + _running(world), key=lambda b: b.date)
    bills = [bill for bill in bills if bill.date < world.today]
    moves = world.env["account.move"].with_context(**QUIET)
    numbers = {}
    records = moves.create([_values(world, bill, numbers) for bill in bills])
    records._post(soft=False)
    for bill, move in zip(bills, records, strict=True):
        _payment(world, bill, move)


def _sales_by_month(world):
    totals = {}
    for move in world.invoices.values():
        month = move.invoice_date.replace(day=1)
        totals[month] = totals.get(month, 0) + move.amount_untaxed_signed
    return totals


def _equipment(world):
    """Deliveries follow the invoiced work; temporary staff follow the peaks."""
    rng = draws("equipment")
    bills, sales = [], _sales_by_month(world)
    usual = sum(sales.values()) / len(sales)
    for month in world.months():
        # Bought partly ahead: half of this month's work, half of an average month.
        basis = 0.6 * sales.get(month, 0) + 0.4 * usual
        if month == world.months()[-1]:
            basis = 0.75 * usual * world.today.day / 30
        for key, share in SHARES.items():
            parts = 2 if key == "comptoir" else 1
            days = (13, 28) if parts > 1 else (24,)
            for rank in range(parts):
                amount = basis * EQUIPMENT * share / parts * rng.uniform(0.82, 1.18)
                day = working_day(month + timedelta(days=days[rank] - 1), -1)
                bills.append(
                    Bill(key, day, "pcg_601_account", BOUGHT[key], round(amount, 2), 45)
                )
        if sales.get(month, 0) > 0.9 * usual:
            hours = round(basis * TEMPORARY * rng.uniform(1.1, 1.7) / 27.4)
            text = f"Mise à disposition d'un électricien, {hours} h"
            bills.append(
                Bill("interim", working_day(end_of_month(month), -1), "pcg_6211", text,
                     round(hours * 27.4, 2), 30)
            )  # fmt: skip
        for account, text, least, most in (
            ("pcg_6063", "Petit outillage, visserie et protections", 220, 690),
        ):
            day = working_day(month + timedelta(days=rng.randint(4, 26)), -1)
            amount = round(rng.uniform(least, most), 2)
            bills.append(Bill("outillage", day, account, text, amount, 30))
    _tension(bills, world)
    return bills


def _tension(bills, world):
    """Two bills that the company itself lets wait."""
    day = world.today
    due = [
        bill
        for bill in bills
        if bill.supplier in ("lumen", "outillage")
        and 5 <= (day - _due(bill)).days <= 40
    ]
    for bill in due[-2:]:
        bill.late = 400


def _running(world):
    """Rent, leasing, telephone, insurance, fuel."""
    rng, bills = draws("running"), []
    for month in world.months():
        older = (world.today - month).days > 365
        for key, day, months, account, text, amount, days, debit, tax in RUNNING:
            if month.month in months:
                # Prices went up by 3 % a year ago.
                price = round(amount * (0.97 if older else 1.0), 2)
                on = month + relativedelta(day=day)
                label = f"{text} – {month:%m/%Y}"
                bills.append(Bill(key, on, account, label, price, days, debit, tax))
        fuel = round(rng.uniform(690, 980) * (0.6 if month.month == 8 else 1), 2)
        label = f"Carburant, 5 cartes – {month:%m/%Y}"
        bills.append(
            Bill("carburant", end_of_month(month), "pcg_6061", label, fuel, 15, True)
        )
    return bills


def _due(bill):
    day = bill.date + timedelta(days=bill.days)
    # Suppliers of equipment: end of month plus 45 days.
    if bill.supplier in SHARES:
        day = end_of_month(bill.date) + timedelta(days=bill.days)
    return day


def _values(world, bill, numbers):
    number = numbers[bill.supplier] = numbers.get(bill.supplier, 1040) + 7
    tax = world.ref(bill.tax).ids if bill.tax else []
    return {
        "move_type": "in_invoice",
        "partner_id": world.suppliers[bill.supplier].id,
        "invoice_date": bill.date,
        "date": bill.date,
        "invoice_date_due": _due(bill),
        "invoice_payment_term_id": False,
        "ref": f"{bill.supplier[:3].upper()}{bill.date:%y%m}-{number}",
        "invoice_line_ids": [
            (
                0,
                0,
                {
                    "name": bill.text,
                    "quantity": 1,
                    "price_unit": bill.amount,
                    "account_id": world.ref(bill.account).id,
                    "tax_ids": [(6, 0, tax)],
                },
            )
        ],
    }


def _payment(world, bill, move):
    day = working_day(_due(bill) + timedelta(days=bill.late))
    if not bill.debit:
        # Transfers leave on Thursdays.
        day += timedelta(days=(3 - day.weekday()) % 7)
    name = world.suppliers[bill.supplier].name.upper()
    verb = "PRLV SEPA" if bill.debit else "VIR SEPA EMIS /POUR"
    world.pay(
        day,
        f"{verb} {name} {move.ref}",
        -move.amount_total,
        world.ref("fr_pcg_pay"),
        move.partner_id,
        move.line_ids.filtered(lambda line: line.display_type == "payment_term"),
    )
