"""The demo company, a real server, its scheduler and a real SMTP server.

What has to leave is worked out here from the ledger, by
SQL that shares nothing with the code that sends.
"""

import re

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

# Everybody who is late by the book and agreed nothing, with no history of reminders: one
# first reminder each.
LATE_CUSTOMERS = """
WITH late AS (
    SELECT payer.id AS partner_id, move.name, line.amount_residual_currency AS amount,
           line.amount_residual AS euros,
           move.invoice_date + 30 <= %(today)s AS step_due
      FROM account_move_line line
      JOIN account_move move ON move.id = line.move_id
      JOIN res_partner partner ON partner.id = move.partner_id
      JOIN res_partner payer ON payer.id = partner.commercial_partner_id
      JOIN account_account account ON account.id = line.account_id
     WHERE account.account_type = 'asset_receivable'
       AND move.move_type = 'out_invoice' AND move.state = 'posted'
       AND move.company_id = 1
       AND move.payment_state <> 'blocked' AND line.no_followup IS NOT TRUE
       AND line.amount_residual > 0 AND line.date_maturity < %(today)s
       AND move.id NOT IN (
           SELECT move_id FROM tpe_dunning_promise_move_rel rel
             JOIN tpe_dunning_promise promise ON promise.id = rel.promise_id
            WHERE promise.state = 'open'
            UNION ALL
           SELECT move_id FROM tpe_dunning_dispute_move_rel rel
             JOIN tpe_dunning_dispute dispute ON dispute.id = rel.dispute_id
            WHERE dispute.state = 'open'
            UNION ALL
           SELECT move_id FROM tpe_dunning_plan_move_rel rel
             JOIN tpe_dunning_plan plan ON plan.id = rel.plan_id
            WHERE plan.state = 'running')
), credit AS (
    SELECT partner.commercial_partner_id AS partner_id, -SUM(line.amount_residual) AS euros
      FROM account_move_line line
      JOIN account_account account ON account.id = line.account_id
      JOIN res_partner partner ON partner.id = line.partner_id
     WHERE account.account_type = 'asset_receivable' AND line.parent_state = 'posted'
       AND line.amount_residual < 0 AND line.company_id = 1
  GROUP BY partner.commercial_partner_id
)
SELECT payer.name, array_agg(late.name), array_agg(late.amount),
       SUM(late.euros) - COALESCE(MAX(credit.euros), 0)
  FROM late
  JOIN res_partner payer ON payer.id = late.partner_id
  LEFT JOIN credit ON credit.partner_id = late.partner_id
 GROUP BY payer.id
HAVING bool_or(late.step_due) AND SUM(late.euros) > COALESCE(MAX(credit.euros), 0)
"""
PREPARE = """
reminders = env["tpe.dunning.reminder"]
lines = env["tpe.dunning.reminder.line"]
company = env.company
# One customer was formally reminded up to the last step but one.
formal = env["account.move"].search(
    [("name", "=", %(formal)r), ("company_id", "=", company.id)]
)
due = formal.line_ids.filtered(lambda line: line.display_type == "payment_term")
done = reminders.create({
    "company_id": company.id, "partner_id": formal.commercial_partner_id.id,
    "rank": "2", "state": "sent", "sent_on": "2020-01-01", "sent_at": "2020-01-01",
    "line_ids": [(0, 0, {
        "move_line_id": line.id, "move_id": formal.id, "invoice_name": formal.name,
        "date_due": line.date_maturity, "rank": 2, "currency_id": line.currency_id.id,
        "amount_residual": line.amount_residual_currency}) for line in due],
})
# Prepared first, paid afterwards: the customer must not be written to.
reminders._plan(company)
paid = env["account.move"].search(
    [("name", "in", %(paid)r), ("company_id", "=", company.id)]
)
for invoice in paid:
    env["account.payment.register"].with_context(
        active_model="account.move", active_ids=invoice.ids
    ).create({"payment_date": company._dunning_today()})._create_payments()
# Another company with the same kind of debt, where nobody pressed Start.
other = env["res.company"].create({
    "name": "Pas encore", "country_id": env.ref("base.fr").id,
    "currency_id": company.currency_id.id})
env["account.chart.template"].try_loading("fr", company=other, install_demo=False)
quiet = env["res.partner"].create(
    {"name": "Client tranquille", "email": "quiet@example.com"}
)
invoice = env["account.move"].with_company(other).create({
    "move_type": "out_invoice", "partner_id": quiet.id, "invoice_date": "2026-01-02",
    "invoice_date_due": "2026-01-03",
    "invoice_line_ids": [(0, 0, {"name": "Dépannage", "price_unit": 500})]})
invoice.action_post()
env.cr.commit()
"""


def flat(text):
    """Text with plain spaces only."""
    return re.sub(r"[\s\u00a0\u202f]+", " ", re.sub(r"<[^>]+>", "", text))


def french(amount):
    """1234.5 as a French reader expects it."""
    return f"{amount:,.2f}".replace(",", " ").replace(".", ",")


def english(amount):
    return f"{amount:,.2f}"


@pytest.fixture(scope="module")
def story():
    """The demo company after its morning run, and the mails that arrived."""
    with demo_database() as database, mailbox() as (box, smtp_port):
        forget_reminders(database)
        today = query(database, "SELECT (now() AT TIME ZONE 'Europe/Paris')::date")[0][
            0
        ]
        late = {
            name: {"invoices": invoices, "amounts": amounts, "total": total}
            for name, invoices, amounts, total in _late(database, today)
        }
        emails = dict(
            query(
                database, "SELECT name, email FROM res_partner WHERE parent_id IS NULL"
            )
        )
        reachable = [name for name in sorted(late) if emails.get(name)]
        single = [n for n in reachable if len(late[n]["invoices"]) == 1]
        names = {"formal": single[0], "paid": single[1]}
        query(
            database,
            "UPDATE res_partner SET lang = 'en_US' WHERE name = %s",
            single[2],
        )
        run_script(
            database,
            PREPARE
            % {
                "formal": late[names["formal"]]["invoices"][0],
                "paid": late[names["paid"]]["invoices"],
            },
        )
        seen = []
        box.on_message = lambda: seen.append(_leaving(database))
        _morning(database, smtp_port)
        first = len(box.messages)
        _morning(database, smtp_port)
        yield {
            "database": database,
            "messages": box.messages,
            "first": first,
            "seen": seen,
            "late": late,
            "reachable": set(reachable) - set(names.values()),
            **names,
        }


def _late(database, today):
    statement = LATE_CUSTOMERS.replace("%(today)s", f"DATE '{today}'")
    return query(database, statement)


def _leaving(database):
    """Reminders that another connection sees as being handed over right now."""
    [[count]] = query(
        database, "SELECT count(*) FROM tpe_dunning_reminder WHERE state = 'sending'"
    )
    return count


def _morning(database, smtp_port):
    """Let the scheduler of a real server run the daily action, and finish it."""
    with odoo_server(database, smtp_port):
        run_jobs(database, "ir_cron_dunning")
        wait_until(lambda: not jobs_waiting(database), database=database)


def message_to(story, name):
    [found] = [m for m in story["messages"] if _customer(story, m) == name]
    return found


def _customer(story, message):
    [[name]] = query(
        story["database"],
        "SELECT DISTINCT payer.name FROM res_partner contact JOIN res_partner payer "
        "ON payer.id = contact.commercial_partner_id WHERE contact.email = %s",
        message["To"].addresses[0].addr_spec,
    )
    return name


def test_the_demo_company_has_somebody_to_remind(story):
    assert len(story["reachable"]) >= 8


def test_exactly_one_message_for_each_customer_with_an_automatic_step(story):
    recipients = [_customer(story, message) for message in story["messages"]]
    assert sorted(recipients) == sorted(story["reachable"])


def test_each_message_names_the_invoices_and_the_amounts(story):
    for name in story["reachable"]:
        message = message_to(story, name)
        text = flat(message.get_body(("html",)).get_content())
        write = english if "Hello," in text else french
        for invoice in story["late"][name]["invoices"]:
            assert invoice in text, f"{invoice} missing for {name}"
        for amount in story["late"][name]["amounts"]:
            assert write(amount) in text, f"{amount} missing for {name}"
        assert write(story["late"][name]["total"]) in text, name


def test_each_message_is_in_the_language_of_its_reader(story):
    languages = dict(
        query(
            story["database"],
            "SELECT name, lang FROM res_partner WHERE parent_id IS NULL",
        )
    )
    read = {"en_US": "Hello,", "fr_FR": "Bonjour,"}
    used = set()
    for name in story["reachable"]:
        text = message_to(story, name).get_body(("html",)).get_content()
        assert read[languages[name]] in text, name
        used.add(languages[name])
    assert used == {"en_US", "fr_FR"}


def test_the_formal_notice_is_listed_for_approval_and_not_mailed(story):
    [row] = query(
        story["database"],
        "SELECT reminder.state, reminder.rank FROM tpe_dunning_reminder reminder "
        "JOIN res_partner partner ON partner.id = reminder.partner_id "
        "WHERE partner.name = %s AND reminder.state <> 'sent'",
        story["formal"],
    )
    assert row == ("to_approve", "3")


def test_the_customer_who_paid_in_between_gets_none(story):
    rows = query(
        story["database"],
        "SELECT reminder.state, reminder.note FROM tpe_dunning_reminder reminder "
        "JOIN res_partner partner ON partner.id = reminder.partner_id "
        "WHERE partner.name = %s",
        story["paid"],
    )
    assert rows == [("cancelled", "Payé entre-temps.")]


def test_it_is_written_down_before_the_mail_server_is_called(story):
    assert story["seen"] == [1] * story["first"]


def test_running_again_sends_nothing(story):
    assert len(story["messages"]) == story["first"]


def test_a_company_nobody_started_prepares_and_sends_nothing(story):
    rows = query(
        story["database"],
        "SELECT reminder.state FROM tpe_dunning_reminder reminder "
        "JOIN res_company company ON company.id = reminder.company_id "
        "WHERE company.name = 'Pas encore'",
    )
    assert rows == [("planned",)]
