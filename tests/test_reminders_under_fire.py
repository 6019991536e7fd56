"""Two servers at once, killed in the middle, and a mail server that misbehaves.

Counted at the mail server: nobody gets a message twice, and nobody is both forgotten and
marked as sent.
"""

import signal
from collections import Counter

import psycopg2
import pytest
from odoo_process import (
    demo_database,
    forget_reminders,
    jobs_waiting,
    mailbox,
    odoo_server,
    query,
    run_jobs,
    run_script,
    wait_until,
)

CUSTOMERS = {"good": 14, "slow": 4, "refuse": 3, "drop": 3}
LEDGER = """
from datetime import timedelta

today = env.company._dunning_today()
for kind, number in %r.items():
    for rank in range(number):
        partner = env["res.partner"].create({
            "name": f"{kind} {rank}", "is_company": True, "lang": "fr_FR",
            "email": f"{kind}-{rank}@example.com"})
        env["account.move"].create({
            "move_type": "out_invoice", "partner_id": partner.id,
            "invoice_date": today - timedelta(40),
            "invoice_date_due": today - timedelta(10),
            "invoice_payment_term_id": False,
            "invoice_line_ids": [(0, 0, {"name": "Dépannage", "price_unit": 100})],
        }).action_post()
env.cr.commit()
"""
JOBS = ("ir_cron_dunning", "ir_cron_dunning_send")


@pytest.fixture(scope="module")
def battle():
    """``{address: state}`` of the reminders, and how often each address was served."""
    with demo_database() as database, mailbox() as (box, smtp_port):
        forget_reminders(database)
        # Only the customers of this test: what they owe is known.
        query(database, "UPDATE account_move_line SET no_followup = TRUE")
        run_script(database, LEDGER % CUSTOMERS)
        with (
            odoo_server(database, smtp_port) as first,
            odoo_server(database, smtp_port) as second,
        ):
            victims = {5: first, 10: second}

            def kill():
                victim = victims.pop(len(box.messages), None)
                if victim:
                    victim.send_signal(signal.SIGKILL)

            box.on_message = kill
            run_jobs(database, *JOBS)
            wait_until(
                lambda: first.poll() is not None and second.poll() is not None,
                database=database,
            )
        killed = len(box.messages)
        with odoo_server(database, smtp_port):
            run_jobs(database, *JOBS)
            wait_until(lambda: not jobs_waiting(database), database=database)
            run_jobs(database, *JOBS)
            wait_until(lambda: not jobs_waiting(database), database=database)
        yield {
            "database": database,
            "smtp_port": smtp_port,
            "states": dict(
                query(
                    database,
                    "SELECT partner.email, string_agg(reminder.state, ' ') "
                    "FROM tpe_dunning_reminder reminder "
                    "JOIN res_partner partner ON partner.id = reminder.partner_id "
                    "GROUP BY partner.email",
                )
            ),
            "served": Counter(m["To"].addresses[0].addr_spec for m in box.messages),
            "killed": killed,
            "total": len(box.messages),
        }


def of(battle, kind):
    return {a: s for a, s in battle["states"].items() if a.startswith(f"{kind}-")}


def test_the_servers_were_killed_in_the_middle(battle):
    assert 10 <= battle["killed"] < battle["total"]


def test_nobody_gets_a_message_twice(battle):
    assert set(battle["served"].values()) == {1}


def test_each_customer_has_one_reminder_in_a_known_state(battle):
    due = {
        f"{kind}-{n}@example.com" for kind in CUSTOMERS for n in range(CUSTOMERS[kind])
    }
    states = battle["states"]
    assert due <= set(states)
    assert {states[address] for address in due} == {"sent", "failed", "sending"}
    # The others are excluded from the follow-up: they are shown, and nothing leaves.
    others = " ".join(state for address, state in states.items() if address not in due)
    assert set(others.split()) <= {"held"}
    assert set(battle["served"]) <= due


def test_what_is_marked_sent_arrived(battle):
    for address, state in battle["states"].items():
        if state == "sent":
            assert battle["served"][address] == 1, address


def test_what_arrived_is_sent_or_a_person_is_asked(battle):
    for address in battle["served"]:
        assert battle["states"][address] in ("sent", "sending"), address


def test_only_the_killed_hand_overs_are_in_doubt(battle):
    reached = {**of(battle, "good"), **of(battle, "slow")}
    assert list(reached.values()).count("sending") <= 2
    assert set(reached.values()) == {"sent", "sending"}


def test_a_refusal_failed_and_a_cut_line_is_in_doubt(battle):
    assert set(of(battle, "refuse").values()) == {"failed"}
    assert set(of(battle, "drop").values()) == {"sending"}


def test_a_message_another_worker_holds_does_not_keep_the_others(battle):
    database = battle["database"]
    rows = query(
        database,
        "UPDATE tpe_dunning_reminder SET state = 'queued' WHERE id IN ("
        "SELECT id FROM tpe_dunning_reminder WHERE state = 'failed' "
        "ORDER BY id LIMIT 2) RETURNING id",
    )
    (held,), (free,) = sorted(rows)
    query(
        database,
        "UPDATE tpe_dunning_reminder_line SET state = 'queued' WHERE reminder_id IN %s",
        (held, free),
    )

    def state(reminder):
        [[found]] = query(
            database, "SELECT state FROM tpe_dunning_reminder WHERE id = %s", reminder
        )
        return found

    worker = psycopg2.connect(dbname=database)
    try:
        worker.cursor().execute(
            "SELECT id FROM tpe_dunning_reminder WHERE id = %s FOR UPDATE", [held]
        )
        with odoo_server(database, battle["smtp_port"]):
            run_jobs(database, "ir_cron_dunning_send")
            wait_until(lambda: state(free) == "failed", 30, database)
            assert state(held) == "queued"
            worker.rollback()
    finally:
        worker.close()
