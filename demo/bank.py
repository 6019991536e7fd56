"""The bank account: a believable balance, the entries, and what they settle."""

from datetime import timedelta

from dateutil.relativedelta import relativedelta

from .world import QUIET, Flow, Leg, working_day

OPENING = 21_384.27
TARGET = 18_900
FLOOR, CEILING = 5_000, 24_000
# The entries are complete as they are: nothing to balance, no tax to add.
BALANCED = {"skip_invoice_sync": True, "skip_account_move_synchronization": True}


def make(world):
    """Create every bank entry in the order of the days, then reconcile."""
    _unmatched(world)
    opening = Flow(
        world.start, "Report du solde précédent",
        [Leg(world.ref("pcg_110"), OPENING)],
    )  # fmt: skip
    flows = sorted(world.flows, key=lambda flow: flow.date)
    flows += _owner(world, flows)
    flows = [opening] + sorted(flows, key=lambda flow: (flow.date, -flow.amount))
    bank = world.journal("bank")
    lines = (
        world.env["account.bank.statement.line"]
        .with_context(**QUIET, **BALANCED)
        .create([_entry(world, bank, flow) for flow in flows])
    )
    _reconcile(world, flows, lines)


def _owner(world, flows):
    """What the owner lends to the company or takes back: the current account (455)."""
    owner, account = world.users["claire"].partner_id, world.ref("pcg_4551")
    dates = [working_day(month + relativedelta(day=24), -1) for month in world.months()]
    dates = [day for day in dates if day < world.last_bank_day - timedelta(days=12)]
    # The last one, a few days ago, leaves what the account should hold today.
    dates = [world.start, *dates, working_day(world.today - timedelta(days=6), -1)]
    added, balance = [], OPENING
    balance += sum(flow.amount for flow in flows if flow.date <= dates[0])
    for day, following in zip(dates, dates[1:] + [world.today], strict=True):
        later = [flow for flow in flows if day < flow.date <= following]
        low, level = balance, balance
        for flow in later:
            level += flow.amount
            low = min(low, level)
        if following == world.today:
            amount = round((TARGET - level) / 500) * 500
        else:
            amount = _rounded(low)
        if amount:
            label = "VIR APPORT COMPTE COURANT ASSOCIE MOREL"
            if amount < 0:
                label = "VIR REMBOURSEMENT COMPTE COURANT ASSOCIE MOREL"
            added.append(Flow(day, label, [Leg(account, amount)], owner))
        balance = level + amount
    return added


def _rounded(low):
    if low < FLOOR:
        return -((low - FLOOR) // 1000) * 1000
    if low > CEILING:
        return -((low - CEILING) // 1000) * 1000
    return 0


def _entry(world, bank, flow):
    """Values of a bank entry, counterparts included."""
    partner = flow.partner and flow.partner.id
    euro = world.company.currency_id
    lines = [
        {
            "account_id": bank.default_account_id.id,
            "name": flow.label,
            "partner_id": partner,
            "currency_id": euro.id,
            "amount_currency": flow.amount,
            "balance": flow.amount,
        }
    ]
    for leg in flow.legs:
        currency = flow.currency or euro
        lines.append(
            {
                "account_id": leg.account.id,
                "name": flow.label,
                "partner_id": partner,
                "currency_id": currency.id,
                "amount_currency": -(flow.amount_currency or leg.amount),
                "balance": -leg.amount,
            }
        )
    values = {
        "journal_id": bank.id,
        "date": flow.date,
        "payment_ref": flow.label,
        "partner_id": partner,
        "amount": flow.amount,
        "line_ids": [(0, 0, line) for line in lines],
    }
    if flow.currency:
        values["foreign_currency_id"] = flow.currency.id
        values["amount_currency"] = flow.amount_currency
    return values


def _reconcile(world, flows, lines):
    """Set the entries against what they pay, in the order of their days."""
    plan = []
    for flow, line in zip(flows, lines, strict=True):
        for leg in flow.legs:
            if leg.settles:
                own = line.move_id.line_ids.filtered(
                    lambda item, leg=leg: item.account_id == leg.account
                )
                plan.append(own + leg.settles)
    world.env["account.move.line"].with_context(**QUIET)._reconcile_plan(plan)


def _unmatched(world):
    """The last days' entries, which nobody has matched yet."""
    waiting = world.ref("pcg_471")
    day = world.last_bank_day
    told = [move for story, move in world.stories if story == "announced"]
    for move in told:
        label = f"VIR INST {move.partner_id.name.upper()} FACT {move.name[-5:]}"
        world.pay(day, label, move.amount_total, waiting)
    customer = world.customers["logistique"]
    soon = next(move for move in world.unpaid if move.partner_id == customer)
    label = f"VIR SEPA RECU /DE SUD-EST ENTREPOSAGE /REF {soon.name}"
    world.pay(
        working_day(day - timedelta(days=2), -1), label, soon.amount_total, waiting
    )
    for days, label, amount in (
        (0, "CB OUTILLAGE PERRACHE 6902", -86.40),
        (1, "PRLV SEPA PEAGES AUTOROUTE RHONE", -41.70),
        (3, "CB STATION DU PONT BRIGNAIS", -72.15),
        (4, "REMISE CHEQUE N° 7411862", 214.50),
    ):
        world.pay(working_day(day - timedelta(days=days), -1), label, amount, waiting)
    # Paid before any invoice: money on account, not yet set against anything.
    world.pay(
        working_day(day - timedelta(days=8), -1),
        "VIR SEPA RECU /DE A. BLANC /ACOMPTE DEVIS SALLE DE BAINS",
        650.0,
        world.ref("fr_pcg_recv"),
        world.customers["blanc"],
    )
