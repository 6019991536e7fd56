"""What the suite's own addons hold in the demo company."""

from collections import defaultdict
from datetime import datetime, time, timedelta

from . import (
    bank_files,
    budget,
    cash_payments,
    diagnostic,
    diagnostic_euros,
    diagnostic_plan,
    facturx,
    flows,
    past,
    procedures,
    received,
    scenarios,
    scores,
)

# What became due since then was not sent yet: there is something to do today.
UNSENT_DAYS = 8
# Claire approved a formal notice for these only: the others wait for her.
FORMAL_AFTER = 150


def set_up(env, company, today, stories=()):
    """Fill the suite's addons, where they are installed.

    ``stories`` holds (state, invoice) pairs: overdue, promised, disputed, partial,
    announced, not_due (see stories.py).
    """
    if "tpe.dunning.reminder" in env:
        _reminders(env, company, today)
        _agreements(env, company, today, stories)
        env["tpe.dunning.reminder"]._plan(company)
    if "tpe.facturx.status" in env:
        facturx.set_up(env, company, today)
        received.set_up(env, company, today)
    if "tpe.bank.import" in env:
        _bank_files(env, company, today)
    if "tpe.client.score" in env:
        scores.set_up(env, company, today)
    if "tpe.cash.budget" in env:
        budget.set_up(env, company, today)
    if "tpe.cash.recurring" in env:
        flows.set_up(env, company, today)
    if "tpe.supplier.schedule" in env:
        cash_payments.set_up(env, company, today)
    if "tpe.cash.scenario" in env:
        scenarios.set_up(env, company, today)
    if "tpe.sop" in env:
        procedures.set_up(env, company, today)
        # What a diagnostic keeps when it is done is there before it.
        diagnostic_euros.set_up(env, company, today)
        diagnostic.set_up(env, company, today)
        diagnostic_plan.set_up(env, company, today)
        past.set_up(env, company, today)


def _bank_files(env, company, today):
    """The year that is in the books came from files; today's waits to be looked at."""
    journal = env["account.journal"].search(
        [("company_id", "=", company.id), ("type", "=", "bank")], limit=1
    )
    bank_files.know(env, journal)
    attachment = env["ir.attachment"].create(
        {
            "name": f"releve-{today:%Y-%m-%d}.xml",
            "raw": bank_files.camt(env, journal, today),
        }
    )
    env["tpe.bank.import"]._from_attachments(attachment, journal)


def _agreements(env, company, today, stories):
    """What customers promised, disputed and agreed, so far and to this day."""
    karim = env["res.users"].search([("login", "=", "karim")])
    for state, invoice in stories:
        values = {
            "company_id": company.id,
            "partner_id": invoice.commercial_partner_id.id,
            "move_ids": [(6, 0, invoice.ids)],
        }
        if state == "promised":
            env["tpe.dunning.promise"].create(
                {
                    **values,
                    "source": "phone",
                    "promised_on": today - timedelta(days=4),
                    "date": today + timedelta(days=8),
                    "text": "Règle dès que le chantier de la rue Garibaldi est payé.",
                }
            )
        elif state == "disputed":
            env["tpe.dunning.dispute"].create(
                {
                    **values,
                    "source": "mail",
                    "reason": "quality",
                    "user_id": karim.id,
                    "opened_on": today - timedelta(days=6),
                    "follow_up_on": today + timedelta(days=1),
                    "text": "Deux luminaires scintillent : attend notre passage.",
                }
            )
        elif state == "partial":
            plan = env["tpe.dunning.plan"].create(
                {
                    **values,
                    "text": "Saison creuse : trois mensualités, d’accord avec le gérant.",
                }
            )
            plan.line_ids = plan._equal_parts()
            plan.action_start()
    _kept_promise(env, company, today)
    _penalties(env, company)


def _kept_promise(env, company, today):
    """A promise of last month, on an invoice that was paid late but was paid."""
    paid = env["account.move"].search(
        [
            ("company_id", "=", company.id),
            ("move_type", "=", "out_invoice"),
            ("payment_state", "=", "paid"),
            ("tpe_dunning_stage", "=", "friendly"),
        ],
        order="invoice_date desc",
        limit=1,
    )
    day = max(paid.line_ids.matched_credit_ids.mapped("max_date"), default=today)
    env["tpe.dunning.promise"].create(
        {
            "company_id": company.id,
            "partner_id": paid.commercial_partner_id.id,
            "move_ids": [(6, 0, paid.ids)],
            "source": "mail",
            "promised_on": day - timedelta(days=6),
            "date": day,
            "text": "Virement lancé en fin de semaine.",
        }
    )


def _penalties(env, company):
    """What the law adds for two professionals who paid late: claimed, not invoiced."""
    late = env["account.move"].search(
        [
            ("company_id", "=", company.id),
            ("move_type", "=", "out_invoice"),
            ("payment_state", "=", "paid"),
            ("tpe_dunning_stage", "=", "firm"),
            ("commercial_partner_id.tpe_profile", "=", "professional"),
        ],
        order="invoice_date desc",
        limit=2,
    )
    for invoice in late:
        invoice._tpe_penalty_prepare(invoice._tpe_penalty_day())._claim()


def _reminders(env, company, today):
    """The reminders sent so far, had they left each Monday; then today's list."""
    claire = env["res.users"].search([("login", "=", "claire")])
    company.write(
        {
            "tpe_dunning_started_on": datetime.combine(
                today - timedelta(days=240), time(7, 30)
            ),
            "tpe_dunning_started_by_id": claire.id,
        }
    )
    for (day, partner, rank), lines in sorted(
        _past_steps(env, company, today).items(), key=lambda item: item[0][0]
    ):
        _sent(env, company, day, partner, rank, lines, claire)


def _past_steps(env, company, today):
    """``{(day, customer, rank): due lines}`` of the messages that have left."""
    from odoo.addons.tpe_dunning.tools.ladder import Delivered, first_day, next_level

    usable = env["tpe.dunning.policy"]._usable(company)
    levels, _records = usable.ladders[usable.default]
    steps = defaultdict(list)
    since = today - timedelta(days=240)
    for line in _claims(env, company, since):
        settled = _settled_on(line) or today
        last = None
        while level := next_level(levels, last):
            if (
                level.rank == 3
                and (today - line.move_id.invoice_date).days < FORMAL_AFTER
            ):
                break
            day = first_day(level, line.move_id.invoice_date, line.date_maturity, last)
            day += timedelta(days=-day.weekday() % 7)
            if day >= settled or day > today - timedelta(days=UNSENT_DAYS):
                break
            if day >= since:
                partner = line.partner_id.commercial_partner_id
                if not partner._dunning_recipient():
                    break
                steps[day, partner.id, level.rank].append(line)
            last = Delivered(level.rank, day)
    return steps


def _claims(env, company, since):
    return env["account.move.line"].search(
        [
            ("company_id", "=", company.id),
            ("account_type", "=", "asset_receivable"),
            ("move_type", "=", "out_invoice"),
            ("parent_state", "=", "posted"),
            ("move_id.invoice_date", ">=", since - timedelta(days=60)),
            ("no_followup", "=", False),
        ]
    )


def _settled_on(line):
    """Day on which the line was settled in full, or None."""
    if not line.reconciled:
        return None
    return max(line.matched_credit_ids.mapped("max_date"), default=None)


def _open_on(line, day):
    """What was still due on that day, in the currency of the invoice."""
    paid = line.matched_credit_ids.filtered(lambda part: part.max_date <= day)
    return line.amount_currency - sum(paid.mapped("debit_amount_currency"))


def _sent(env, company, day, partner, rank, lines, claire):
    """One message as it left that Monday, with its trace on the invoices."""
    at = datetime.combine(day, time(5, 5))
    levels = company._dunning_policy().level_ids
    level = levels.filtered(lambda level: level.rank == str(rank))
    due = sum(
        _open_on(line, day) * line.balance / line.amount_currency for line in lines
    )
    reminder = env["tpe.dunning.reminder"].create(
        {
            "company_id": company.id,
            "partner_id": partner,
            "level_id": level.id,
            "rank": str(rank),
            "days_late": max((day - line.date_maturity).days for line in lines),
            "amount_due": due,
            "amount_net": due,
            "approved_by_id": claire.id if level.needs_approval else False,
            "approved_on": at if level.needs_approval else False,
            "line_ids": [
                (
                    0,
                    0,
                    {
                        "move_line_id": line.id,
                        "move_id": line.move_id.id,
                        "invoice_name": line.move_id.name,
                        "invoice_date": line.move_id.invoice_date,
                        "date_due": line.date_maturity,
                        "days_late": (day - line.date_maturity).days,
                        "rank": rank,
                        "currency_id": line.currency_id.id,
                        "amount_total": line.amount_currency,
                        "amount_residual": _open_on(line, day),
                    },
                )
                for line in lines
            ],
        }
    )
    recipient = reminder.partner_id._dunning_recipient()
    message = reminder._message()
    reminder.write(
        {
            "state": "sent",
            "sent_on": day,
            "sent_at": at,
            "email_to": recipient.email_formatted,
            "email_from": message["email_from"],
            "lang": recipient.lang,
            "subject": message["subject"],
            "body": message["body_html"],
        }
    )
    reminder._log_on_invoices().date = at
