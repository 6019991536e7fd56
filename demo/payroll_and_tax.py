"""Salaries, contributions, VAT, corporate tax, the loan, and the opening balance."""

from datetime import timedelta

from dateutil.relativedelta import relativedelta

from .bank import OWNER_LOAN, SAVINGS
from .world import Flow, Leg, draws, end_of_month, working_day

# Monthly gross: owner, assistant, team leader, two electricians, apprentice.
GROSS = (3_650.0, 2_080.0, 2_720.0, 2_310.0, 2_240.0, 985.0)
EMPLOYEE_SHARE = 0.221
# (authority, account of the debt, account of the charge, employer's share, day paid)
CONTRIBUTIONS = (
    ("urssaf", "pcg_431", "pcg_6451", 0.188, 15),
    ("retraite", "pcg_437", "pcg_6453", 0.085, 25),
    ("conges", "pcg_4386", "pcg_6458", 0.071, 20),
)
WITHHOLDING = 0.034
# Travel and meals on building sites, free of contributions.
TRAVEL = 1_140.0
DIVIDEND = 12_000.0
LOAN, LOAN_RATE, LOAN_PAYMENT = 31_450.0, 0.041, 742.60


def make(world):
    """Post everything that is neither a sale nor a purchase."""
    opening(world)
    world.vat_carried = world.env["account.move.line"]
    for month in world.months():
        _salaries(world, month)
        _vat(world, month)
    _loan(world)
    _yearly(world)
    _fees(world)


def opening(world):
    """Balance sheet on the first day; the bank has its own line."""
    before = world.start - timedelta(days=1)
    lines = [
        ("pcg_2182", 46_800.0),
        ("pcg_2155", 14_200.0),
        ("pcg_2183", 5_900.0),
        ("pcg_2818", -34_600.0),
        ("pcg_164", -LOAN),
        ("pcg_1013", -10_000.0),
        ("pcg_1061", -1_000.0),
        ("pcg_1068", -18_000.0),
        ("pcg_4551", -OWNER_LOAN),
        ("pcg_517", SAVINGS),
    ]
    debtors = (
        ("belleroche", 41_180.0, 6), ("logistique", 11_460.0, 34), ("mairie", 7_220.0, 21),
        ("parc", 4_310.0, 12), ("vial", 2_880.0, 8), ("ravier", 6_930.0, 40),
        ("hotel", 6_540.0, 17), ("domaine", 6_890.0, 25), ("renov", 4_120.0, 47),
    )  # fmt: skip
    creditors = (
        ("comptoir", 19_260.0, 13), ("lumen", 10_180.0, 14), ("cables", 7_940.0, 14),
        ("thermique", 5_480.0, 14), ("interim", 4_150.0, 22),
    )  # fmt: skip
    rows = [(world.ref(name), amount, None, before) for name, amount in lines]
    for key, amount, days in debtors:
        due = world.start + timedelta(days=days)
        rows.append((world.ref("fr_pcg_recv"), amount, world.customers[key], due))
    for key, amount, days in creditors:
        due = world.start + timedelta(days=days)
        rows.append((world.ref("fr_pcg_pay"), -amount, world.suppliers[key], due))
    rest = -sum(amount for _account, amount, _partner, _due in rows)
    rows.append((world.ref("pcg_110"), rest, None, before))
    move = world.env["account.move"].create(
        {
            "journal_id": world.journal("general").id,
            "date": before,
            "ref": "Reprise des soldes",
            "line_ids": [
                (0, 0, {"account_id": account.id, "balance": round(amount, 2),
                        "name": "À-nouveaux", "date_maturity": due,
                        "partner_id": partner and partner.id})
                for account, amount, partner, due in rows
            ],
        }
    )  # fmt: skip
    move._post(soft=False)
    for line in move.line_ids.filtered("partner_id"):
        name = line.partner_id.name.upper()
        label = f"VIR SEPA RECU /DE {name} /SOLDE FACTURES ANTERIEURES"
        if line.balance < 0:
            label = f"VIR SEPA EMIS /POUR {name} /RELEVE"
        day = working_day(line.date_maturity)
        world.pay(day, label, line.balance, line.account_id, line.partner_id, line)


def _salaries(world, month):
    """The month's pay slips, paid on its last working day."""
    day = working_day(end_of_month(month), -1)
    if day > world.last_bank_day:
        return
    raised = 1.0 if (world.today - month).days < 330 else 0.978
    gross = [round(amount * raised, 2) for amount in GROSS]
    total, bonus = sum(gross), 0.0
    if month.month == 12:
        bonus = 2_600.0
    base = total + bonus
    withheld, cut = round(base * WITHHOLDING, 2), round(base * EMPLOYEE_SHARE, 2)
    net = round(base - withheld - cut, 2)
    lines = [(world.ref("pcg_6411"), total), (world.ref("pcg_6413"), bonus)]
    travel = round(TRAVEL * (0.45 if month.month == 8 else raised), 2)
    lines.append((world.ref("pcg_6414"), travel))
    debts = {"pcg_421": net + travel, "pcg_4421": withheld}
    for _key, debt, charge, share, _day in CONTRIBUTIONS:
        own = round(base * share, 2)
        lines.append((world.ref(charge), own))
        debts[debt] = debts.get(debt, 0) + own
    debts["pcg_431"] = round(debts["pcg_431"] + cut * 0.72, 2)
    debts["pcg_437"] = round(debts["pcg_437"] + cut - round(cut * 0.72, 2), 2)
    lines += [(world.ref(name), -amount) for name, amount in debts.items()]
    rounding = -sum(balance for _account, balance in lines)
    lines[0] = (lines[0][0], lines[0][1] + round(rounding, 2))
    move = world.post(day, f"Salaires {month:%m/%Y}", lines)
    _settle_salaries(world, move, month, day)


def _settle_salaries(world, move, month, day):
    by_code = {line.account_id: line for line in move.line_ids}

    def pay(on, label, account, partner=None):
        line = by_code[world.ref(account)]
        world.pay(on, label, line.balance, line.account_id, partner, line)

    pay(day, f"VIR SALAIRES {month:%m/%Y} 6 BENEFICIAIRES", "pcg_421")
    after = month + relativedelta(months=1)
    for key, debt, _charge, _share, paid_on in CONTRIBUTIONS:
        partner = world.suppliers[key]
        on = working_day(after + relativedelta(day=paid_on))
        pay(on, f"PRLV SEPA {partner.name.upper()} {month:%m/%Y}", debt, partner)
    tax = world.suppliers["dgfip"]
    on = working_day(after + relativedelta(day=15))
    pay(on, f"PRLV SEPA DGFIP PAS {month:%m/%Y}", "pcg_4421", tax)


def _vat(world, month):
    """The monthly return, filed about the 18th, collected on the 21st."""
    filed = month + relativedelta(months=1, day=18)
    if filed > world.today:
        return
    end = end_of_month(month)
    accounts = [world.ref(f"pcg_{code}") for code in ("44571", "44566", "44562")]
    found = world.env["account.move.line"]._read_group(
        [
            ("account_id", "in", [account.id for account in accounts]),
            ("parent_state", "=", "posted"),
            ("date", ">=", month),
            ("date", "<=", end),
        ],
        ["account_id"],
        ["balance:sum"],
    )
    lines = [(account, -balance) for account, balance in found]
    credit = world.ref("pcg_44567")
    # A return is in whole euros: the cents go to the results.
    due = round(sum(-balance for _account, balance in found)) - world.vat_credit
    lines.append((credit, -world.vat_credit))
    world.vat_credit, owed = max(0, -due), max(0, due)
    lines += [(credit, world.vat_credit), (world.ref("pcg_44551"), -owed)]
    rest = -sum(balance for _account, balance in lines)
    lines.append((world.ref("pcg_758" if rest < 0 else "pcg_658"), rest))
    tax = world.suppliers["dgfip"]
    move = world.post(end, f"Déclaration de TVA CA3 {month:%m/%Y}", lines)
    carried = move.line_ids.filtered(lambda item: item.account_id == credit)
    (world.vat_carried + carried.filtered("credit")).reconcile()
    world.vat_carried = carried.filtered("debit")
    line = move.line_ids.filtered(lambda item: item.account_id.code.startswith("44551"))
    on = working_day(month + relativedelta(months=1, day=21))
    if line:
        label = f"PRLV SEPA DGFIP TVA1 {month:%m/%Y}"
        world.pay(on, label, line.balance, line.account_id, tax, line)


def _loan(world):
    """The loan of the van: 60 months at 4.1 %."""
    left, bank = LOAN, world.suppliers["banque"]
    for month in world.months():
        day = working_day(month + relativedelta(day=5))
        interest = round(left * LOAN_RATE / 12, 2)
        capital = round(LOAN_PAYMENT - interest, 2)
        left -= capital
        if day <= world.last_bank_day:
            legs = [
                Leg(world.ref("pcg_164"), -capital),
                Leg(world.ref("pcg_66116"), -interest),
            ]
            label = f"ECHEANCE PRET 00069 UTILITAIRE {month:%m/%Y}"
            world.flows.append(Flow(day, label, legs, bank))


def _yearly(world):
    """Corporate tax, local tax and depreciation of each year that has ended."""
    tax, owed = world.suppliers["dgfip"], world.ref("pcg_444")
    for month in world.months():
        if month.month in (3, 6, 9, 12):
            on = working_day(month + relativedelta(day=15))
            label = f"PRLV SEPA DGFIP ACOMPTE IS {month:%m/%Y}"
            world.pay(on, label, -950.0, owed, tax)
        if month.month == 12:
            on = working_day(month + relativedelta(day=15))
            account = world.ref("pcg_63511")
            world.pay(on, f"PRLV SEPA DGFIP CFE {month:%Y}", -1_986.0, account, tax)
            _closing(world, month, tax, owed)
        if month.month == 6:
            _dividend(world, month)
        if month.month == 5:
            on = working_day(month + relativedelta(day=15))
            world.pay(
                on, f"PRLV SEPA DGFIP SOLDE IS {month.year - 1}", -400.0, owed, tax
            )


def _closing(world, month, tax, owed):
    """Depreciation and tax of the year, in proportion of what the history covers."""
    day = end_of_month(month)
    if day >= world.today:
        return
    part = min(12, (month.year - world.start.year) * 12 + 13 - world.start.month) / 12
    used, due = round(9_480 * part, 2), round(4_200 * part, 2)
    world.post(
        day,
        f"Dotations aux amortissements {month:%Y}",
        [(world.ref("pcg_68112"), used), (world.ref("pcg_2818"), -used)],
    )
    label = f"Impôt sur les sociétés {month:%Y}"
    world.post(day, label, [(world.ref("pcg_6951"), due), (owed, -due)], tax)


def _dividend(world, month):
    """Voted by the meeting of June, paid ten days later."""
    day = working_day(month + relativedelta(day=18))
    if day < world.last_bank_day:
        kept, debt = world.ref("pcg_110"), world.ref("pcg_457")
        owner = world.users["claire"].partner_id
        label = f"Dividendes {month.year - 1}"
        move = world.post(day, label, [(kept, DIVIDEND), (debt, -DIVIDEND)], owner)
        line = move.line_ids.filtered(lambda item: item.account_id == debt)
        on, text = working_day(day + timedelta(days=10)), f"VIR {label.upper()} MOREL"
        world.pay(on, text, -DIVIDEND, debt, owner, line)


def _fees(world):
    """What the bank takes for itself each month."""
    rng, bank = draws("fees"), world.suppliers["banque"]
    for month in world.months():
        day = working_day(month + relativedelta(day=4))
        amount = -round(34.9 + rng.choice((0, 0, 2.4, 8.0)), 2)
        label = f"COTISATION ET FRAIS DE TENUE DE COMPTE {month:%m/%Y}"
        world.pay(day, label, amount, world.ref("pcg_6278"), bank)
