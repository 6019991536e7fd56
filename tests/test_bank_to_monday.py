"""The morning: a bank file, its lines, and what the other addons make of them."""

import json
import re

import pytest
from odoo_process import demo_database, run_script

MORNING = r"""
import json

admin, env = env, env(
    user=env["res.users"].search([("login", "=", "karim")]), context={"lang": "fr_FR"})
company = env.company
today = company._dunning_today()
bank = env["account.journal"].search(
    [("type", "=", "bank"), ("company_id", "=", company.id)], limit=1)
reminders, match = env["tpe.dunning.reminder"], env["tpe.bank.match"]
reminders.action_refresh()

def listed():
    states = ("planned", "to_approve", "held", "queued")
    found = reminders.search([("state", "in", states), ("company_id", "=", company.id)])
    return found.partner_id.ids

def opening():
    forecast = admin["tpe.cash.forecast"].with_company(company)
    return forecast._build(forecast._books(company))[0]

def in_books():
    items = admin["account.move.line"].search([
        ("account_id", "=", bank.default_account_id.id),
        ("parent_state", "=", "posted"), ("date", "<=", today)])
    return round(sum(items.mapped("balance")), 2)

before = {"opening": opening(), "books": in_books(), "listed": listed()}
due = env["account.move.line"].search([
    ("account_type", "=", "asset_receivable"), ("parent_state", "=", "posted"),
    ("reconciled", "=", False), ("partner_id", "in", before["listed"]),
    ("company_id", "=", company.id), ("currency_id", "=", company.currency_id.id)])
paying = next(p for p in due.partner_id if len(due.filtered(lambda d: d.partner_id == p)) == 1)
paid = due.filtered(lambda d: d.partner_id == paying)
amount = paid.amount_residual
money = lambda value: f"{value:.2f}".replace(".", ",")
text = (
    "Date;Libellé;Montant;Solde\n"
    f"{today:%d/%m/%Y};VIR {paying.name} {paid.move_name};"
    f"{money(amount)};{money(before['books'] + amount)}\n")
attachment = env["ir.attachment"].create({"name": "jour.csv", "raw": text.encode()})
files = env["tpe.bank.import"].with_context(default_journal_id=bank.id)
one = files.browse(files.create_document_from_attachment(attachment.ids)["res_id"])
one.action_import()
[line] = one.line_ids
row = next(r for r in match.action_page(bank.id)["lines"] if r["id"] == line.id)
match.action_accept(bank.id, [(line.id, row["proposals"][0]["key"])])
after = {"opening": opening(), "books": in_books(), "listed": listed()}
state, sure = paid.move_id.payment_state, row["sure"]
match.action_undo(bank.id, line.id)

# What the forecast knows to come back, to whom may see it.
flow = admin["tpe.cash.recurring"].create({
    "name": "Local", "category": "rent", "amount": 731.17, "company_id": company.id,
    "first_day": today, "direction": "out"})
rent = admin["account.bank.statement.line"].create({
    "journal_id": bank.id, "date": today, "payment_ref": "PRLV SCI", "amount": -731.17})
def reasons(login):
    page = match.with_user(env["res.users"].sudo().search([("login", "=", login)]))
    rows = page.action_page(bank.id)["lines"]
    found = next(row for row in rows if row["id"] == rent.id)["proposals"]
    return [(one["title"], one["sure"], one["reasons"][-1]) for one in found]
back = {login: reasons(login) for login in ("claire", "karim")}
flow.is_proposed = True
back["proposed"] = reasons("claire")
print("FOUND", json.dumps({
    "before": before, "after": after, "again": listed(), "payer": paying.id,
    "amount": amount, "gap": one.gap_state, "state": state, "sure": sure,
    "back": back}))
"""


@pytest.fixture(scope="module")
def morning():
    with demo_database() as database:
        printed = run_script(database, MORNING)
        return json.loads(re.search(r"FOUND (.*)", printed)[1])


def test_who_paid_leaves_the_list_of_the_day(morning):
    payer = morning["payer"]
    assert morning["sure"]
    assert morning["state"] == "paid"
    assert payer in morning["before"]["listed"]
    assert payer not in morning["after"]["listed"]
    assert set(morning["after"]["listed"]) == {*morning["before"]["listed"]} - {payer}


def test_who_paid_by_mistake_of_ours_comes_back(morning):
    assert morning["payer"] in morning["again"]


def test_the_forecast_begins_with_what_the_bank_holds(morning):
    before, after = morning["before"], morning["after"]
    assert morning["gap"] == "ok"
    assert after["books"] == round(before["books"] + morning["amount"], 2)
    assert after["opening"] - before["opening"] == round(morning["amount"] * 100)


def test_a_recurring_flow_is_proposed_to_who_may_see_it(morning):
    back = morning["back"]
    [[account, sure, why]] = back["claire"]
    # Account 613 of the French chart.
    assert "Locations" in account
    assert not sure
    assert "Local" in why
    assert back["karim"] == []
    assert back["proposed"] == []
