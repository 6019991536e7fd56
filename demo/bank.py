"""The bank account: a believable balance, the entries, and what they settle."""

from datetime import timedelta

from dateutil.relativedelta import relativedelta

from .world import QUIET, Flow, Leg, working_day

OPENING = 21_384.27
TARGET = 18_900
FLOOR, CEILING = 4_000, 15_000
# On the first day: savings account, and what the owner has lent for good.
SAVINGS, OWNER_LOAN = 15_000, 12_000
# The entries are complete as they are: nothing to balance, no tax to add.
BALANCED = {
    "skip_invoice_sync": True,
    "skip_account_move_synchronization": True,
    "check_move_validity": False,
}


def make(world):
    """Create every bank entry in the order of the days, then reconcile."""
    _unmatched(world)
    opening = Flow(
        world.start, "Report du solde précédent",
        [Leg(world.ref("pcg_110"), OPENING)],
    )  # fmt: skip
    flows = sorted(world.flows, key=lambda flow: flow.date)
    flows += _levers(world, flows)
    flows = [opening] + sorted(flows, key=lambda flow: (flow.date, -flow.amount))
    bank = world.journal("bank")
    lines = (
        world.env["account.bank.statement.line"]
        .with_context(**QUIET, **BALANCED)
        .create([_entry(world, bank, flow) for flow in flows])
    )
    _reconcile(world, flows, lines)


def _levers(world, flows):
    """What evens out the account: savings first, then what the owner lends (455)."""
    dates = [working_day(month + relativedelta(day=24), -1) for month in world.months()]
    dates = [day for day in dates if day < world.last_bank_day - timedelta(days=12)]
    # The last one, a few days ago, leaves what the account should hold today.
    dates = [world.start, *dates, working_day(world.today - timedelta(days=6), -1)]
    added, saved, lent = [], SAVINGS, OWNER_LOAN
    balance = OPENING + sum(flow.amount for flow in flows if flow.date <= dates[0])
    for day, following in zip(dates, dates[1:] + [world.today], strict=True):
        low = level = balance
        for flow in flows:
            if day < flow.date <= following:
                level += flow.amount
                low = min(low, level)
        wanted = _rounded(low)
        if following == world.today:
            wanted = round((TARGET - level) / 500) * 500
        from_savings = min(wanted, saved)
        if wanted < 0:
            # The owner is paid back first.
            from_savings = wanted + min(-wanted, lent - OWNER_LOAN)
        saved -= from_savings
        lent += wanted - from_savings
        added += _moves(world, day, from_savings, wanted - from_savings)
        balance = level + wanted
    return added


def _moves(world, day, from_savings, from_owner):
    """Bank entries of one adjustment."""
    flows = []
    if from_savings:
        way = "DEPUIS" if from_savings > 0 else "VERS"
        leg = Leg(world.ref("pcg_517"), from_savings)
        flows.append(Flow(day, f"VIR INTERNE {way} LIVRET ENTREPRISE", [leg]))
    if from_owner:
        verb = "APPORT" if from_owner > 0 else "REMBOURSEMENT"
        label = f"VIR {verb} COMPTE COURANT ASSOCIE MOREL"
        owner = world.users["claire"].partner_id
        flows.append(Flow(day, label, [Leg(world.ref("pcg_4551"), from_owner)], owner))
    return flows


def _rounded(low):
    """Thousands to bring in (positive) or to put aside for the month that comes."""
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
