"""Post the planned invoices and credit notes, and plan the money they brought."""

from datetime import timedelta
from itertools import groupby

from . import ledger
from .world import QUIET, Flow, Leg, draws

TAXES = {
    "20": "tva_normale",
    "10": "tva_intermediaire",
    "export": "tva_sale_service_export_0",
}
TERMS = {
    "net60": ("60 jours", [("days_after", 60, 100)]),
    "eom45": ("45 jours fin de mois", [("days_end_of_month_on_the", 45, 100)]),
    "split": ("50 % à 30 jours, solde à 60 jours",
              [("days_after", 30, 50), ("days_after", 60, 50)]),
    "deposit": ("30 % à la commande, solde à 30 jours",
                [("days_after", 0, 30), ("days_after", 30, 70)]),
}  # fmt: skip


def make_terms(world):
    """The payment terms in use; two of them come with Odoo."""
    env = world.env
    world.terms = {
        "immediate": env.ref("account.account_payment_term_immediate"),
        "net30": env.ref("account.account_payment_term_30days"),
    }
    for key, (name, lines) in TERMS.items():
        world.terms[key] = env["account.payment.term"].create(
            {
                "name": name,
                "note": f"<p>Conditions de règlement : {name}</p>",
                "line_ids": [
                    (0, 0, {"value": "percent", "value_amount": share,
                            "delay_type": kind, "nb_days": days,
                            "days_next_month": "0"})
                    for kind, days, share in lines
                ],
            }
        )  # fmt: skip
    world.env["account.tax"].browse(world.ref("tva_intermediaire").id).active = True


def make(world):
    """Post the history of the sales and remember the money received."""
    planned = ledger.plan(world.today, world.start)
    moves = world.env["account.move"].with_context(**QUIET)
    records = moves.create([_invoice(world, item) for item in planned])
    world.invoices = dict(zip(range(len(planned)), records, strict=True))
    records._post(soft=False)
    _credit_notes(world, planned, records)
    for item, move in zip(planned, records, strict=True):
        _receipts(world, item, move)
    _group_big(world)
    pairs = list(zip(planned, records, strict=True))
    world.stories = [(item.story, move) for item, move in pairs if item.story]
    world.unpaid = [move for item, move in pairs if not item.payments]
    _drafts(world)


def _invoice(world, item):
    customer = world.customers[item.customer.key]
    seller = world.users["claire" if item.customer.habit == "big" else "karim"]
    address = customer.address_get(["invoice"])["invoice"]
    return {
        "move_type": "out_invoice",
        "partner_id": address,
        "invoice_date": item.date,
        # The office invoices within the week, not within the 48 hours it would like.
        "delivery_date": item.date - timedelta((item.date.day + item.date.month) % 6),
        "invoice_payment_term_id": world.terms[item.customer.term].id,
        "invoice_user_id": seller.id,
        "currency_id": world.currencies[item.customer.currency].id,
        "is_move_sent": True,
        "invoice_line_ids": [
            (0, 0, _line(world, item.customer, line)) for line in item.lines
        ],
    }


def _line(world, customer, line):
    product = world.products.get(line.product)
    values = {
        "quantity": line.quantity,
        "price_unit": line.price,
        "tax_ids": [(6, 0, world.ref(TAXES[customer.rate]).ids)],
    }
    if not line.account:
        values["discount"] = customer.discount
    if product:
        values["product_id"] = product.id
    else:
        values["account_id"] = world.ref(line.account or "pcg_704_account").id
    if line.text:
        values["name"] = line.text
    return values


def _credit_notes(world, planned, records):
    """Post the credit notes; all but one are set against their invoices."""
    pairs = [
        (credit, item, move)
        for item, move in zip(planned, records, strict=True)
        for credit in item.credits
    ]
    moves = world.env["account.move"].with_context(**QUIET)
    refunds = moves.create(
        [
            {
                "move_type": "out_refund",
                "partner_id": move.partner_id.id,
                "invoice_date": credit.date,
                # Odoo sets a credit note against its invoice as it posts it.
                "reversed_entry_id": not credit.open and move.id,
                "invoice_payment_term_id": world.terms["immediate"].id,
                "currency_id": move.currency_id.id,
                "ref": f"{move.name} – {credit.reason}",
                "is_move_sent": True,
                "invoice_line_ids": [
                    (
                        0,
                        0,
                        _line(world, item.customer, _refund_line(credit, move, item)),
                    )
                ],
            }
            for credit, item, move in pairs
        ]
    )
    refunds._post(soft=False)


def _refund_line(credit, move, item):
    net = 1 - item.customer.discount / 100
    amount = round(move.amount_untaxed * credit.share / net, 2)
    return ledger.Line(f"Avoir sur {move.name} – {credit.reason}", amount)


def _due_lines(move):
    lines = move.line_ids.filtered(lambda line: line.display_type == "payment_term")
    return lines.sorted("date_maturity")


def _receipts(world, item, move):
    """Bank entries of one invoice."""
    credited = sum(move.reversal_move_ids.mapped("amount_total"))
    left = move.amount_total - credited
    for payment in item.payments:
        share = payment.share
        amount = left if share is None else round(move.amount_total * share, 2)
        amount = min(amount, round(left, 2))
        left -= amount
        if amount > 0:
            world.flows.append(_receipt(world, item, move, payment.date, amount))


def _receipt(world, item, move, day, amount):
    name = item.customer.name.upper()
    label = f"VIR SEPA RECU /DE {name} /REF {move.name}"
    if item.customer.kind == "person" and move.id % 3:
        label = f"REMISE CHEQUE N° {7_400_000 + move.id * 37 % 99_991} {name}"
    euros, foreign = amount, None
    if move.currency_id != world.company.currency_id:
        foreign = move.currency_id
        euros = foreign._convert(amount, world.company.currency_id, world.company, day)
    leg = Leg(world.ref("fr_pcg_recv"), euros, _due_lines(move))
    partner = move.commercial_partner_id
    return Flow(day, label, [leg], partner, foreign, foreign and amount or 0.0)


def _group_big(world):
    """The big customer pays everything that falls due in a month with one transfer."""
    big = world.customers["belleroche"]
    mine = [flow for flow in world.flows if flow.partner == big]
    others = [flow for flow in world.flows if flow.partner != big]
    mine.sort(key=lambda flow: flow.date)
    for day, flows in groupby(mine, key=lambda flow: flow.date):
        flows = list(flows)
        lines = world.env["account.move.line"].union(
            *[f.legs[0].settles for f in flows]
        )
        amount = round(sum(flow.amount for flow in flows), 2)
        numbers = " ".join(line.move_id.name[-5:] for line in lines)
        label = f"VIR SEPA RECU /DE BELLEROCHE PROMOTION SAS /REF FAC {numbers}"
        leg = Leg(world.ref("fr_pcg_recv"), amount, lines)
        others.append(Flow(day, label, [leg], big))
    world.flows = others


def _drafts(world):
    """Invoices of this week, not yet checked by anybody."""
    rng = draws("drafts")
    chosen = ("vial", "mairie", "parc", "belleroche", "tessier", "logistique")
    by_key = {customer.key: customer for customer in ledger.CUSTOMERS}
    values = []
    for key in chosen:
        lines = ledger.lines_for(by_key[key], by_key[key].mean, rng)
        item = ledger.Invoice(by_key[key], world.today, lines)
        values.append({**_invoice(world, item), "is_move_sent": False})
    world.env["account.move"].with_context(**QUIET).create(values)
