"""Quotations: being written, sent, lost, and won but not invoiced yet."""

from datetime import datetime, time, timedelta

from . import ledger
from .partners import CUSTOMERS
from .sales import TAXES
from .world import QUIET, draws, working_day

# (customer, amount before tax, state, days ago); a lost one says why.
# fmt: off
QUOTES = (
    ("vial", 2_400, "draft", 1, ""), ("parc", 6_800, "draft", 2, ""),
    ("lambert", 1_150, "draft", 0, ""), ("mairie", 9_200, "draft", 3, ""),
    ("belleroche", 18_600, "sent", 6, ""), ("logistique", 7_400, "sent", 11, ""),
    ("fabre", 5_200, "sent", 4, ""), ("dentaire", 2_950, "sent", 15, ""),
    ("remparts", 8_300, "sent", 22, ""), ("coteaux", 11_900, "sent", 19, ""),
    ("tessier", 1_780, "sent", 9, ""), ("helvetie", 4_600, "sent", 13, ""),
    ("hotel", 6_100, "sent", 41, ""), ("superette", 1_240, "sent", 57, ""),
    ("belleroche", 22_400, "won", 12, ""), ("ecole", 4_750, "won", 17, ""),
    ("domaine", 6_350, "won", 8, ""), ("masson", 5_900, "won", 10, ""),
    ("parc", 3_400, "won", 24, ""), ("thermix", 2_150, "won", 5, ""),
    ("blackwood", 3_800, "won", 14, ""),
    ("gonzalez", 5_600, "lost", 68, "Prix : 12 % de plus que le concurrent retenu"),
    ("coiffure", 1_450, "lost", 96, "Projet reporté à l'année prochaine"),
    ("mairie", 24_800, "lost", 121, "Marché attribué à une autre entreprise"),
    ("chapuis", 2_300, "lost", 44, "Sans réponse après deux appels"),
    ("textile", 3_900, "lost", 158, "Le client arrête son activité"),
    ("regie", 4_250, "lost", 83, "Délai trop long pour le client"),
    ("veterinaire", 2_050, "lost", 189, "Prix : équipement acheté sur internet"),
)
# fmt: on
# Works that are booked ahead, in days from today: invoiced when they are done.
BOOKED = {"belleroche": 51, "domaine": 23, "masson": 36, "parc": 30}


def make(world):
    """Create the quotations in the state they have today."""
    rng, by_key = draws("quotes"), {c.key: c for c in CUSTOMERS}
    orders = (
        world.env["sale.order"]
        .with_context(**QUIET)
        .create(
            [
                _values(world, by_key[key], amount, days, note, rng)
                for key, amount, _state, days, note in QUOTES
            ]
        )
    )
    dates = orders.mapped("date_order")
    states = [state for _key, _amount, state, _days, _note in QUOTES]
    found = {
        state: orders.browse(
            [o.id for o, s in zip(orders, states, strict=True) if s == state]
        )
        for state in set(states)
    }
    (found["sent"] + found["won"]).write({"state": "sent"})
    found["won"].action_confirm()
    found["lost"]._action_cancel()
    for order, day in zip(orders, dates, strict=True):
        # Confirming sets today's date.
        if order.date_order != day:
            order.date_order = day
    for order in found["sent"]:
        order.tpe_sent_on = order.date_order.date()
    _chase(world, found)
    _book(world, found["won"])


def _chase(world, found):
    """Chasing was started two months ago: what it did, and what it brought."""
    company = world.company
    company.tpe_quote_started_on = world.today - timedelta(days=60)
    steps = world.env["tpe.quote.step"].search(
        [("company_id", "=", company.id)], order="days"
    )
    chases = []
    for state, orders in found.items():
        for order in orders if state != "draft" else ():
            sent_on = order.date_order.date()
            if sent_on < company.tpe_quote_started_on:
                continue
            # A quote that was won was signed a week after it was sent.
            until = world.today if state == "sent" else sent_on + timedelta(days=12)
            chases += [
                {
                    "order_id": order.id,
                    "step_id": step.id,
                    "channel": step.channel,
                    "done_on": sent_on + timedelta(days=step.days),
                }
                for step in steps
                if sent_on + timedelta(days=step.days) < min(until, world.today)
            ]
    world.env["tpe.quote.chase"].create(chases)


def _book(world, orders):
    keys = {world.customers[key]: days for key, days in BOOKED.items()}
    for order in orders:
        if days := keys.get(order.partner_id):
            day = working_day(world.today + timedelta(days=days))
            order.commitment_date = datetime.combine(day, time(12))


def _values(world, customer, amount, days, note, rng):
    day = working_day(world.today - timedelta(days=days), -1)
    partner = world.customers[customer.key]
    seller = world.users["claire" if amount > 8_000 else "karim"]
    return {
        "partner_id": partner.id,
        "date_order": datetime.combine(day, time(9 + rng.randint(0, 7), 15)),
        "validity_date": day + timedelta(days=45),
        "user_id": seller.id,
        "payment_term_id": world.terms[customer.term].id,
        "note": f"<p>{note}</p>" if note else False,
        "order_line": [
            (
                0,
                0,
                {
                    "product_id": world.products[line.product].id,
                    "product_uom_qty": line.quantity,
                    "price_unit": line.price,
                    "discount": customer.discount,
                    "tax_ids": [(6, 0, world.ref(TAXES[customer.rate]).ids)],
                    **({"name": line.text} if line.text else {}),
                },
            )
            for line in ledger.lines_for(customer, amount, rng, lump_sums=0)
        ],
    }
