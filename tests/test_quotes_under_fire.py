"""Two processes chase the same quotes at once and are killed while a message leaves.

Counted and read at the mail server: nobody is written to twice, what is in doubt waits
for a person, and the rest leaves from the next server, whose scheduler runs by itself.
"""

import re
import subprocess
import urllib.request
from collections import Counter
from html import unescape

import psycopg2
import pytest
from odoo_process import (
    ODOO,
    demo_database,
    free_port,
    jobs_waiting,
    mailbox,
    odoo_server,
    query,
    run_script,
    wait_until,
)

CUSTOMERS = {"good": 12, "refuse": 2, "drop": 2}
QUOTES = """
from datetime import datetime, timedelta

company, today = env.company, env.company._dunning_today()
# Only the quotes of this test: what is due is known.
env["sale.order"].search([("state", "=", "sent")]).write({"tpe_chase_hold": True})
company.tpe_quote_started_on = today
seller = env["res.users"].search([("login", "=", "claire")])
for kind, number in %r.items():
    for rank in range(number):
        order = env["sale.order"].create({
            "user_id": seller.id,
            "partner_id": env["res.partner"].create({
                "name": f"{kind} {rank}", "is_company": True, "lang": "fr_FR",
                "email": f"{kind}-{rank}@fire.example"}).id,
            "validity_date": today + timedelta(20)})
        order.action_quotation_sent()
        order.write({"tpe_sent_on": today - timedelta(5),
                     "tpe_chase_resumed_on": datetime.now() - timedelta(5)})
env.cr.commit()
"""
# Both read what is due before either is let go.
CHASE = """
env.cr.execute("SELECT pg_advisory_lock_shared(11)")
env.cr.commit()
env["sale.order"]._cron_quote()
"""
# What chases, and what sends whatever core has left in its queue.
JOBS = (("tpe_quote", "ir_cron_quote"), ("mail", "ir_cron_mail_scheduler_action"))
UNTIL = """
SELECT max(validity_date) FROM sale_order
 WHERE state = 'sent' AND tpe_chase_hold IS NOT TRUE
"""
# A row for each step that was done.
FOUND = """
SELECT partner.email, quote.name, chase.failure, notified.notification_status,
       (SELECT count(*) FROM mail_activity activity
         WHERE activity.res_model = 'sale.order' AND activity.res_id = quote.id
           AND activity.active)
  FROM sale_order quote
  JOIN res_partner partner ON partner.id = quote.partner_id
  LEFT JOIN tpe_quote_chase chase ON chase.order_id = quote.id
  LEFT JOIN mail_notification notified
    ON notified.mail_message_id = chase.message_id
   AND notified.res_partner_id = partner.id
 WHERE partner.email LIKE '%%@fire.example'
"""


def chase(database, smtp_port):
    """A process that chases the quotes, as the scheduler of a server does."""
    process = subprocess.Popen(
        [
            *(*ODOO, "shell", "-d", database, "--no-http", "--log-level=critical"),
            *("--smtp", "127.0.0.1", "--smtp-port", str(smtp_port)),
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    process.stdin.write(CHASE)
    process.stdin.close()
    return process


def waiting(database):
    """How many wait to be let go."""
    [[count]] = query(
        database,
        "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted "
        "AND database = (SELECT oid FROM pg_database WHERE datname = %s)",
        database,
    )
    return count


def chase_twice(database, smtp_port, processes):
    """Let two processes begin at the same moment; wait until both are over."""
    gate = psycopg2.connect(dbname=database)
    try:
        gate.cursor().execute("SELECT pg_advisory_lock(11)")
        processes += [chase(database, smtp_port) for _two in range(2)]
        wait_until(lambda: waiting(database) == 2)
    finally:
        gate.close()
    for process in processes:
        process.wait(60)


@pytest.fixture(scope="module")
def battle():
    """What became of each quote, the messages that arrived, the page of the last link."""
    with demo_database() as database, mailbox() as (box, smtp_port):
        query(
            database,
            "UPDATE ir_cron SET active = id IN ("
            "SELECT res_id FROM ir_model_data WHERE (module, name) IN %s)",
            JOBS,
        )
        run_script(database, QUOTES % CUSTOMERS)
        query(database, "UPDATE ir_cron SET nextcall = 'infinity'")
        processes = []

        def kill():
            if len(box.messages) == 6:
                for process in processes:
                    process.kill()

        box.on_message = kill
        chase_twice(database, smtp_port, processes)
        killed = len(box.messages)
        port = free_port()
        with odoo_server(database, smtp_port, port):
            for _twice in range(2):
                query(
                    database, "UPDATE ir_cron SET nextcall = now() AT TIME ZONE 'utc'"
                )
                wait_until(lambda: not jobs_waiting(database), database=database)
            # A person who is told of a failure gets an e-mail too.
            received = [one for one in box.messages if to(one).endswith("fire.example")]
            address = f"http://127.0.0.1:{port}{link_of(received[-1])}"
            page = urllib.request.urlopen(address, timeout=30).read().decode()
        yield {
            "steps": query(database, FOUND),
            "messages": {to(message): message for message in received},
            "served": Counter(map(to, received)),
            "killed": killed,
            "last": to(received[-1]),
            "page": page,
            "until": query(database, UNTIL)[0][0],
        }


def to(message):
    return message["To"].addresses[0].addr_spec


def html_of(message):
    return message.get_body(("html",)).get_content()


def link_of(message):
    """The address of the button, without the name of the server."""
    found = re.search(r'href="https?://[^/"]+(/mail/view\?[^"]+)"', html_of(message))
    return unescape(found[1])


def of(battle, kind):
    """``{address: (quote, failure, status, activities)}``"""
    return {a: rest for a, *rest in battle["steps"] if a.startswith(kind)}


def test_both_were_killed_in_the_middle(battle):
    assert 6 <= battle["killed"] < sum(battle["served"].values())


def test_nobody_is_written_to_twice(battle):
    assert set(battle["served"].values()) == {1}


def test_each_quote_is_chased_once(battle):
    addresses = [address for address, *_rest in battle["steps"]]
    assert sorted(addresses) == sorted(
        f"{kind}-{n}@fire.example" for kind in CUSTOMERS for n in range(CUSTOMERS[kind])
    )


def test_what_arrived_is_sent_or_a_person_is_asked(battle):
    good = of(battle, "good")
    became = {a: (failure, status) for a, (_q, failure, status, _n) in good.items()}
    assert set(became.values()) == {(None, "sent"), (None, "exception")}
    sent = {address for address, (_f, status) in became.items() if status == "sent"}
    assert sent <= set(battle["served"])
    # Those that were leaving when the processes died: one each at most.
    assert len(good) - len(sent) <= 2


def test_a_refusal_failed_and_a_cut_line_is_in_doubt(battle):
    for _quote, failure, _status, told in of(battle, "refuse").values():
        assert "550" in failure
        assert told == 1
    for _quote, failure, status, told in of(battle, "drop").values():
        assert (failure, status, told) == (None, "exception", 1)


def test_the_message_as_its_reader_gets_it(battle):
    message = battle["messages"][battle["last"]]
    [quote, *_rest] = of(battle, "")[battle["last"]]
    assert message["Subject"] == f"Notre devis {quote}"
    for header in ("From", "Reply-To"):
        [address] = message[header].addresses
        assert address.display_name == "Claire Morel"
        assert address.addr_spec == "claire@atelier-lumiere.example"
    for kind in ("plain", "html"):
        text = message.get_body((kind,)).get_content()
        words = " ".join(re.sub(r"<[^>]+>", " ", text).split())
        assert "nous vous avons envoyé notre devis" in words
        assert f"{quote}, valable jusqu’au {battle['until']:%d/%m/%Y}." in words
        assert re.search("Bien cordialement, (-- )?Claire Morel", words)
        assert link_of(message) in unescape(text)
    # The link opens the quote for who has no login.
    assert quote in battle["page"]
