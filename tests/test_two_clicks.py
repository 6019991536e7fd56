"""The customer clicks twice, at the same moment, over two connections.

Both calls read the books before either of them writes: the test holds the row that the
answers take, until both wait for it.
"""

import html
import json
import re
import urllib.error
import urllib.parse
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from http.cookiejar import CookieJar

import psycopg2
import pytest
from odoo_process import (
    demo_database,
    free_port,
    mailbox,
    odoo_server,
    query,
    run_script,
    wait_until,
)

KINDS = ("promise", "paid", "plan", "dispute", "online")
PREPARE = """
import json
from datetime import timedelta

today = env.company._dunning_today()
method = env.ref("payment.payment_method_unknown")
provider = env["payment.provider"].create({
    "name": "Dummy", "code": "none", "state": "test", "is_published": True,
    "payment_method_ids": [(6, 0, method.ids)],
    "available_currency_ids": [(6, 0, env.company.currency_id.ids)]})
method.active = True
customers = {}
for kind in %r:
    partner = env["res.partner"].create({
        "name": kind, "is_company": True, "lang": "fr_FR", "email": "a@example.com"})
    invoice = env["account.move"].create({
        "move_type": "out_invoice", "partner_id": partner.id,
        "invoice_date": today - timedelta(40),
        "invoice_date_due": today - timedelta(10), "invoice_payment_term_id": False,
        "invoice_line_ids": [(0, 0, {
            "name": "Dépannage", "price_unit": 100, "tax_ids": [(5,)]})]})
    invoice.action_post()
    access = env["tpe.dunning.access"]._issue(partner, env.company)
    customers[kind] = {
        "path": access._path(), "access": access.id, "partner": partner.id,
        "invoice": invoice.id, "provider": provider.id, "method": method.id,
        "today": str(today), "soon": str(today + timedelta(5))}
env.cr.commit()
print("FOUND", json.dumps(customers))
"""


@pytest.fixture(scope="module")
def served():
    """``(database, address, {kind: what its customer has})`` of a running server."""
    with demo_database() as database, mailbox() as (_box, smtp_port):
        printed = run_script(database, PREPARE % (KINDS,))
        customers = json.loads(re.search(r"FOUND (.*)", printed)[1])
        port = free_port()
        with odoo_server(database, smtp_port, port):
            yield database, f"http://127.0.0.1:{port}", customers


class Browser:
    """One connection of one customer, with its own session."""

    def __init__(self, address, customer):
        self.page = address + customer["path"]
        cookies = urllib.request.HTTPCookieProcessor(CookieJar())
        self.opener = urllib.request.build_opener(cookies)

    def open(self, suffix, data=None, kind="application/x-www-form-urlencoded"):
        """``(status, text)`` of the answer, wherever it leads."""
        asked = urllib.request.Request(
            self.page + suffix, data, {"Content-Type": kind} if data else {}
        )
        try:
            with self.opener.open(asked, timeout=60) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()

    def form(self, suffix, **values):
        """The body of the form as the page gives it: its token, and its sentence."""
        _status, text = self.open(suffix)
        token = re.search(r'name="csrf_token"\s+value="([^"]+)"', text)[1]
        return urllib.parse.urlencode({"csrf_token": token, **values}).encode()


def twice(served, kind, calls):
    """Make both ``calls`` at once: neither goes on before both have begun."""
    database, _address, customers = served
    row = customers[kind]["access"]
    holder = psycopg2.connect(dbname=database)
    with ThreadPoolExecutor(2) as pool:
        with holder, holder.cursor() as cursor:
            cursor.execute(
                "SELECT id FROM tpe_dunning_access WHERE id = %s FOR UPDATE", [row]
            )
            answers = [pool.submit(call) for call in calls]
            wait_until(lambda: _waiting(database) == 2 or _done(answers))
        holder.close()
        return [answer.result() for answer in answers]


def _waiting(database):
    [[count]] = query(
        "postgres",
        "SELECT count(*) FROM pg_stat_activity "
        "WHERE datname = %s AND wait_event_type = 'Lock'",
        database,
    )
    return count


def _done(answers):
    return all(answer.done() for answer in answers)


def answer_twice(served, kind, **values):
    """Send the same form from two browsers; both are thanked."""
    _database, address, customers = served
    suffix = f"/{kind}"
    browsers = [Browser(address, customers[kind]) for _ in range(2)]
    bodies = [browser.form(suffix, **values) for browser in browsers]
    answers = twice(
        served,
        kind,
        [
            lambda browser=browser, body=body: browser.open(suffix, body)
            for browser, body in zip(browsers, bodies, strict=True)
        ],
    )
    assert [status for status, _text in answers] == [200, 200]


def count(served, kind, statement):
    """How many rows ``statement`` finds for the customer of ``kind``."""
    database, _address, customers = served
    [[found]] = query(
        database, f"SELECT count(*) FROM {statement}", customers[kind]["partner"]
    )
    return found


def test_one_promise(served):
    _database, address, customers = served
    day = customers["promise"]["soon"]
    browser = Browser(address, customers["promise"])
    values = {"date": day, "name": "Madame Roche"}
    # The sentence to agree to is shown after the first step of the form.
    _status, text = browser.open("/promise", browser.form("/promise", **values))
    agreed = html.unescape(re.search(r'name="agreed"\s+value="([^"]+)"', text)[1])
    answer_twice(served, "promise", **values, agreed=agreed)
    assert count(served, "promise", "tpe_dunning_promise WHERE partner_id = %s") == 1


def test_one_look_for_the_money(served):
    answer_twice(served, "paid", date=served[2]["paid"]["today"], amount="100,00")
    activities = (
        "mail_activity a JOIN account_move m ON a.res_model = 'account.move' "
        "AND a.res_id = m.id WHERE m.partner_id = %s"
    )
    assert count(served, "paid", activities) == 1
    assert count(served, "paid", "tpe_dunning_pause WHERE partner_id = %s") == 1


def test_one_plan(served):
    day = served[2]["plan"]["soon"]
    answer_twice(served, "plan", parts="3", date=day, name="Madame Roche")
    assert count(served, "plan", "tpe_dunning_plan WHERE partner_id = %s") == 1


def test_one_dispute(served):
    invoice = served[2]["dispute"]["invoice"]
    answer_twice(served, "dispute", invoice=invoice, reason="quality", words="Broken")
    assert count(served, "dispute", "tpe_dunning_dispute WHERE partner_id = %s") == 1


def test_one_payment(served):
    _database, address, customers = served
    customer = customers["online"]
    body = json.dumps(
        {
            "jsonrpc": "2.0",
            "method": "call",
            "params": {
                "provider_id": customer["provider"],
                "payment_method_id": customer["method"],
                "flow": "direct",
                "amount": 100.0,
            },
        }
    ).encode()
    suffix = f"/transaction/invoice-{customer['invoice']}"
    browsers = [Browser(address, customer) for _ in range(2)]
    answers = twice(
        served,
        "online",
        [
            lambda browser=browser: browser.open(suffix, body, "application/json")
            for browser in browsers
        ],
    )
    refused = ["error" in json.loads(text) for _status, text in answers]
    assert sorted(refused) == [False, True], answers
    assert count(served, "online", "payment_transaction WHERE partner_id = %s") == 1
