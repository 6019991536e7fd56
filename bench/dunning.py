"""Reminders: ours against the bare SQL and OCA account_credit_control, on the same data."""

import os
from typing import NamedTuple

from lxml import etree

from bench import ledger, messages, peer
from bench.measure import Row, at_most, faster, measure, print_table, say
from bench.sink import sink

# Invoices and customers; each size adds to the database of the one before.
# At the third one about 12,000 lines are late, the number OCA was timed with before.
SIZES = ((1_000, 200), (10_000, 2_000), (30_000, 6_000), (100_000, 20_000))
# What the issue of this work asks for.
DECIDE_AT_MOST = 5  # times the bare SQL
DECIDE_QUERIES = 40
WRITE_FASTER = 20  # times OCA
LIST_QUERIES = 3
BARE = """
SELECT line.id, line.partner_id, line.date_maturity, line.amount_residual
  FROM account_move_line line
  JOIN account_move move ON move.id = line.move_id
 WHERE line.account_id IN (
       SELECT id FROM account_account WHERE account_type = 'asset_receivable')
   AND line.reconciled IS NOT TRUE AND line.parent_state = 'posted'
   AND line.amount_residual > 0 AND line.date_maturity < CURRENT_DATE
"""


class Scale(NamedTuple):
    """How much of everything; OCA is measured at ``compared`` of ``sizes``."""

    sizes: tuple
    compared: tuple
    messages: tuple
    with_pdf: int  # messages
    peer_messages: int
    single: int


FULL = Scale(SIZES, (1_000, 10_000, 30_000), (500, 1_500), 500, 100, 10_000)
SMALL = Scale(((500, 100), (2_000, 400)), (500,), (40, 120), 60, 20, 500)


def run(env) -> None:
    """Measure everything and print one table."""
    scale = SMALL if os.environ.get("TPE_BENCH_SMALL") else FULL
    print_table(rows(env, scale))


def rows(env, scale) -> list[Row]:
    """The comparisons, in the order of the table; without OCA if it is not there."""
    env.company.write(
        {
            "email": "bench@example.com",
            "tpe_dunning_started_on": "2020-01-01",
            # A benchmark runs at night and on Sundays too.
            "tpe_dunning_days": "any",
            "tpe_dunning_from": 0,
            "tpe_dunning_until": 24,
        }
    )
    messages.attach_invoices(env, False)
    compare = peer.is_there(env)
    if compare:
        peer.configure(env)
    table, others = [], {}
    with sink(env) as server:
        done = customers_done = 0
        for invoices, customers in scale.sizes:
            say(f"{invoices} invoices: filling the database ...")
            ledger.fill(env, invoices - done, customers - customers_done)
            done, customers_done = invoices, customers
            table += _consistent(env, invoices)
            table += _decided(env, invoices)
            table += _written(env, invoices)
            if compare and invoices in scale.compared:
                table += _compared(env, invoices)
            if invoices == scale.sizes[0][0]:
                table += _second_run(env, server, invoices)
            if compare and invoices == scale.compared[-1]:
                others = messages.of_peer(env, server, scale.peer_messages)
        table += messages.rows(env, server, scale.messages, scale.with_pdf, others)
        table += _invoice_list(env)
        table += _single_customer(env, server, scale.single)
    return table


def _consistent(env, invoices):
    wrong = sum(ledger.differences(env).values()) + ledger.recomputed(env)
    return [
        Row("books that contradict", f"{invoices}", f"{wrong}", **at_most(0, wrong))
    ]


def _decided(env, invoices):
    decide = env["tpe.dunning.decision"]._cases
    bare = measure(lambda: _fetch(env, BARE), times=5)
    ours = measure(lambda: decide(env.company), times=3)
    return [
        Row(
            "decide, against bare SQL",
            f"{invoices} ({len(bare.result)} late)",
            f"{ours.seconds:.3f} s",
            f"{bare.seconds:.3f} s",
            **at_most(DECIDE_AT_MOST, ours.seconds / bare.seconds, "x"),
        ),
        Row(
            "decide, queries",
            f"{invoices}",
            f"{ours.queries}",
            **at_most(DECIDE_QUERIES, ours.queries),
        ),
    ]


def _written(env, invoices):
    """Ours on its own; `_compared` sets it beside OCA where OCA has the time."""
    ours = measure(lambda: _plan(env))
    messages, lines = ours.result
    env.cr.rollback()
    return [
        Row(
            "decide and write the plan",
            f"{invoices} ({lines} lines, {messages} messages)",
            f"{ours.seconds:.2f} s, {ours.queries} queries",
            "",
            f"{ours.seconds / lines * 1000:.2f} ms a line",
        )
    ]


def _compared(env, invoices):
    """OCA writes its lines, then ours its plan: each alone, on the same books."""
    say(f"{invoices} invoices: OCA writes its lines ...")
    other = measure(lambda: len(peer.generate(env).line_ids))
    env.cr.rollback()
    ours = measure(lambda: _plan(env))
    env.cr.rollback()
    return [
        Row(
            "decide and write, against OCA",
            f"{invoices} ({other.result} OCA lines)",
            f"{ours.seconds:.2f} s, {ours.queries} queries",
            f"{other.seconds:.1f} s, {other.queries} queries",
            **faster(WRITE_FASTER, ours.seconds, other.seconds),
        )
    ]


def _second_run(env, server, invoices):
    """The whole morning twice, mails included."""
    say(f"{invoices} invoices: two mornings in one day ...")
    reminders = env["tpe.dunning.reminder"]
    accepted = server.accepted
    reminders._cron_dunning(batch_size=invoices)
    before = (reminders.search_count([]), server.accepted)
    reminders._cron_dunning(batch_size=invoices)
    steps = reminders.search_count([]) - before[0]
    mails = server.accepted - before[1]
    return [
        Row(
            "second run, same day",
            f"{invoices} ({before[1] - accepted} mails first)",
            f"{steps} steps, {mails} mails",
            **at_most(0, steps + mails),
        )
    ]


def _invoice_list(env, rows=80):
    """The list of invoices as the web client asks for it, with and without our columns."""
    moves = env(user=env.ref("base.user_admin"))["account.move"]
    view = env.ref("account.view_out_invoice_tree")
    arch = moves.get_views([(view.id, "list")])["views"]["list"]["arch"]
    names = etree.fromstring(arch).xpath("/list/field/@name")
    ours = [name for name in names if name.startswith("tpe_")]
    domain = [("move_type", "=", "out_invoice")]

    def queries(names):
        wanted = {name: _shown(moves._fields[name]) for name in names}

        def read():
            env.invalidate_all()
            return moves.web_search_read(domain, wanted, limit=rows)

        read()  # what is cached for all requests is not counted
        return measure(read)

    bare = queries([name for name in names if name not in ours])
    full = queries(names)
    more = full.queries - bare.queries
    return [
        Row(
            f"invoice list, {len(ours)} columns of ours",
            f"{len(full.result['records'])} rows",
            f"{full.queries} queries",
            f"{bare.queries} queries",
            **at_most(LIST_QUERIES, more, " more"),
        )
    ]


def _shown(field):
    """What the web client asks of a column."""
    return {"fields": {"display_name": {}}} if field.relational else {}


def _single_customer(env, server, invoices):
    """One customer who owes all of ``invoices``: the plan, then the message."""
    say(f"one customer with {invoices} invoices ...")
    partner = env["res.partner"].browse(ledger.fill(env, invoices, 1))
    reminders = env["tpe.dunning.reminder"]
    # The others had their turn: the next message to leave is his.
    env.cr.execute("DELETE FROM tpe_dunning_reminder WHERE state <> 'sent'")
    env.invalidate_all()
    decided = measure(lambda: env["tpe.dunning.decision"]._cases(env.company, partner))
    planned = measure(lambda: reminders._plan(env.company, partner))
    env.cr.commit()
    accepted = server.accepted
    sent = measure(lambda: reminders._cron_send(batch_size=1))
    [reminder] = reminders.search(
        [("partner_id", "=", partner.id), ("body", "!=", False)]
    )
    assert server.accepted - accepted == 1, reminder.note
    size = f"{invoices} ({len(reminder.line_ids)} late)"

    def took(step):
        return f"{step.seconds:.2f} s, {step.queries} queries"

    return [
        Row("one customer: decide", size, took(decided)),
        Row("one customer: write the plan", size, took(planned)),
        Row(
            "one customer: send",
            size,
            f"{took(sent)}, {len(reminder.body) // 1024} KiB",
        ),
    ]


def _plan(env):
    """Write the plan; return how many messages and lines it has."""
    env["tpe.dunning.reminder"]._plan(env.company)
    env.flush_all()
    counts = (
        "SELECT COUNT(DISTINCT reminder_id), COUNT(*) FROM tpe_dunning_reminder_line"
    )
    [row] = _fetch(env, f"{counts} WHERE state IN ('planned', 'to_approve')")
    return row


def _fetch(env, statement):
    env.cr.execute(statement)
    return env.cr.fetchall()
