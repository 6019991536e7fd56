"""Scores: ours against the bare SQL and OCA partner_time_to_pay, on the same data."""

import os
from typing import NamedTuple

from lxml import etree

from bench import ledger
from bench.measure import Row, at_most, faster, measure, print_table, say

# What the issue of this work asks for.
COMPUTE_AT_MOST = 6  # times the bare SQL
STORE_AT_MOST = 20
QUERIES = 60
FASTER = 50  # times OCA, for a partner
FORM_QUERIES = 4
LIST_QUERIES = 2
ADDON = "tpe_client_scoring"
# How customers pay, and nothing else: what was matched, what is open.
BARE = """
SELECT partner_id, COUNT(DISTINCT move_id), SUM(amount),
       SUM(amount * (day - invoice_date)), SUM(amount * (day - date_maturity))
  FROM (
    SELECT line.partner_id, line.move_id, part.amount, part.max_date AS day,
           line.invoice_date, line.date_maturity
      FROM account_partial_reconcile part
      JOIN account_move_line line ON line.id = part.debit_move_id
     WHERE line.display_type = 'payment_term' AND line.parent_state = 'posted'
 UNION ALL
    SELECT line.partner_id, line.move_id, line.amount_residual, CURRENT_DATE,
           line.invoice_date, line.date_maturity
      FROM account_move_line line
     WHERE line.display_type = 'payment_term' AND line.parent_state = 'posted'
       AND line.reconciled IS NOT TRUE AND line.amount_residual > 0
       AND line.date_maturity < CURRENT_DATE
  ) fact
 GROUP BY partner_id
"""


class Scale(NamedTuple):
    """How much of everything; OCA is measured on ``compared`` partners."""

    sizes: tuple
    compared: int


FULL = Scale(((10_000, 2_000), (100_000, 20_000)), 2_000)
SMALL = Scale(((500, 100), (2_000, 400)), 200)


def run(env) -> None:
    """Measure everything and print one table."""
    print_table(rows(env, SMALL if os.environ.get("TPE_BENCH_SMALL") else FULL))


def rows(env, scale) -> list[Row]:
    """The comparisons, in the order of the table; without OCA if it is not there."""
    table = []
    done = customers_done = 0
    for invoices, customers in scale.sizes:
        say(f"{invoices} invoices: filling the database ...")
        first = ledger.fill(env, invoices - done, customers - customers_done)
        # As a firm that knows its costs.
        env["tpe.scoring.grid"].search([]).cost_rate = 50
        done, customers_done = invoices, customers
        table += _scores(env, f"{invoices} ({customers})")
    if "d2r_life" in env["res.partner"]._fields:
        table += _compared(env, first, min(scale.compared, customers))
    table += _screens(env)
    table += _with_traces(env, first, f"{invoices} ({customers})")
    return table


def _scores(env, size):
    scores, company = env["tpe.client.score"], env.company
    bare = measure(lambda: _fetch(env, BARE), times=5)
    say("computing ...")
    computed = measure(lambda: scores._computed(company), times=3)
    company._scoring_grid().last_run_on = company._dunning_today()
    env.cr.execute("DELETE FROM tpe_client_score")
    env.cr.commit()
    stored = measure(lambda: scores._refresh(company))
    again = measure(lambda: scores._refresh(company))
    env.cr.commit()
    return [
        Row(
            "compute all scores, against bare SQL",
            size,
            f"{computed.seconds:.2f} s",
            f"{bare.seconds:.3f} s",
            **at_most(COMPUTE_AT_MOST, computed.seconds / bare.seconds, "x"),
        ),
        Row(
            "compute and store, against bare SQL",
            f"{size}, {stored.result} rows",
            f"{stored.seconds:.2f} s",
            f"{bare.seconds:.3f} s",
            **at_most(STORE_AT_MOST, stored.seconds / bare.seconds, "x"),
        ),
        Row(
            "compute and store, queries",
            size,
            f"{stored.queries}",
            **at_most(QUERIES - 1, stored.queries),
        ),
        Row(
            "the same again: rows written",
            size,
            f"{again.result} rows, {again.seconds:.2f} s",
            **at_most(0, again.result),
        ),
    ]


def _compared(env, first, number):
    """OCA's average of days to pay, then all our criteria, for a partner."""
    say(f"OCA on {number} partners ...")
    partners = env["res.partner"].browse(range(first, first + number)).exists()
    env.invalidate_all()
    other = measure(lambda: partners._compute_d2x())
    env.cr.rollback()
    env.invalidate_all()
    ours = measure(lambda: env["tpe.client.score"]._computed(env.company), times=3)
    each = ours.seconds / len(ours.result)
    theirs = other.seconds / len(partners)
    return [
        Row(
            "compute a partner, against OCA",
            f"{len(ours.result)}, OCA {len(partners)}",
            f"{each * 1000:.3f} ms",
            f"{theirs * 1000:.1f} ms",
            **faster(FASTER, each, theirs),
        )
    ]


def _with_traces(env, first, size):
    """The same with a message for each invoice and a meeting for each customer."""
    comment = env.ref("mail.mt_comment").id
    env.cr.execute(
        "INSERT INTO mail_message (model, res_id, message_type, subtype_id, date, "
        "record_company_id) SELECT 'account.move', id, 'comment', %s, invoice_date, "
        "company_id FROM account_move WHERE partner_id >= %s "
        "AND move_type = 'out_invoice'",
        [comment, first],
    )
    if "calendar.event" in env:
        env.cr.execute(
            "WITH event AS (INSERT INTO calendar_event (name, user_id, active, start, "
            "stop, duration, privacy, show_as) SELECT id::text, %s, TRUE, now() - "
            "interval '90 days', now() - interval '90 days', 1, 'public', 'busy' "
            "FROM res_partner WHERE id >= %s RETURNING id, name) "
            "INSERT INTO calendar_event_res_partner_rel (calendar_event_id, "
            "res_partner_id) SELECT id, name::int FROM event",
            [env.uid, first],
        )
    env.cr.execute("ANALYZE")
    ours = measure(lambda: env["tpe.client.score"]._computed(env.company), times=2)
    env.cr.rollback()
    return [
        Row(
            "compute all scores, with mails and meetings", size, f"{ours.seconds:.2f} s"
        )
    ]


def _screens(env, rows=80):
    """A form and a list of partners as the web client asks for them, with and without."""
    partners = env(user=env.ref("base.user_admin"))["res.partner"]
    ours = [name for name, f in partners._fields.items() if ADDON in f._modules]
    table = []
    for kind, xml_id, number, goal in (
        ("form", "base.view_partner_form", 1, FORM_QUERIES),
        ("list", "base.view_partner_tree", rows, LIST_QUERIES),
    ):
        arch = partners.get_views([(env.ref(xml_id).id, kind)])["views"][kind]["arch"]
        nodes = etree.fromstring(arch).xpath("//field[not(ancestor::field)]/@name")
        names = [name for name in nodes if name not in ours]
        scored = env["tpe.client.score"].search(
            [("is_current", "=", True)], limit=number
        )
        chosen = partners.browse(scored.partner_id.ids)
        bare = _read(env, chosen, names)
        full = _read(env, chosen, names + ours)
        assert any(row["tpe_verdict"] for row in full.result), "no score is shown"
        table.append(
            Row(
                f"partner {kind}, {len(ours)} fields of ours",
                f"{number}",
                f"{full.queries} queries",
                f"{bare.queries} queries",
                **at_most(goal, full.queries - bare.queries, " more"),
            )
        )
    return table


def _read(env, partners, names):
    wanted = {name: _shown(partners._fields[name]) for name in names}

    def read():
        env.invalidate_all()
        return partners.web_read(wanted)

    read()  # what is cached for all requests is not counted
    return measure(read)


def _shown(field):
    """What the web client asks of a column; of a score, what the sheet shows."""
    if field.comodel_name == "tpe.client.score":
        shown = ("score", "score_class", "final_verdict", "euros_per_month", "trend")
        return {"fields": {name: {} for name in shown}}
    if field.type == "many2one":
        return {"fields": {"display_name": {}}}
    return {}


def _fetch(env, statement):
    env.cr.execute(statement)
    return env.cr.fetchall()
