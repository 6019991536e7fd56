"""How the workshop uses the procedures of the library: who holds which role, what happened."""

import base64
from datetime import datetime, time, timedelta

from .world import draws, working_day

HOLDERS = {
    "Gérant": "claire",
    "Commercial": "claire",
    "Intervenant": "claire",
    "Assistant": "karim",
}
# Procedures he answers for: minutes the work took before it was written.
OWNED_BY_KARIM = {"facturer-48h": 50, "rapprochement": 60}
READ_BY_KARIM = ("facturer-48h", "reclamation", "point-tresorerie", "script-appel")
# (procedure, weeks ago, minutes for each step, step that met a problem)
PAST = (
    ("facturer-48h", 9, (6, 12, 9, 3, 4), 3),
    ("facturer-48h", 8, (4, 9, 6, 2, 5), None),
    ("facturer-48h", 6, (5, 11, 12, 3, 4), 3),
    ("facturer-48h", 5, (5, 8, 5, 3, 3), None),
    ("facturer-48h", 4, (7, 10, 11, 2, 6), 3),
    ("facturer-48h", 2, (4, 9, 7, 3, 4), None),
    ("point-tresorerie", 6, (5, 8, 9, 5, 6, 4), None),
    ("point-tresorerie", 5, (4, 6, 11, 5, 7, 3), None),
    ("point-tresorerie", 4, (6, 5, 10, 4, 5, 4), None),
    ("point-tresorerie", 3, (5, 7, 12, 6, 6, 3), 3),
    ("point-tresorerie", 2, (4, 6, 9, 5, 5, 4), None),
    ("reclamation", 3, (5, 4, 60, 10, 8, 35, 6), None),
)
DECISIONS = (
    ("Demander 40 % d’acompte sur les chantiers de plus de 8 000 €", "claire", -3),
    ("Payer le fournisseur de bois le 16 plutôt que le 9", "karim", 6),
)
# (months ago, people, arrivals, departures, promoters, passives, detractors)
TEAM = ((9, 6, 1, 0, 2, 2, 1), (6, 6, 0, 1, 3, 2, 1), (3, 6, 1, 0, 3, 2, 1))


def set_up(env, company, today):
    """Holders, past runs, one of today with its agenda, a customer who is welcomed."""
    users = {
        login: env["res.users"].search([("login", "=", login)])
        for login in ("claire", "karim")
    }
    sops = {sop.code: sop for sop in env["tpe.sop"].search([("code", "!=", False)])}
    for name, login in HOLDERS.items():
        env["tpe.sop.role"].search([("name", "=", name)]).user_id = users[login]
    for code, sop in sops.items():
        before = OWNED_BY_KARIM.get(code, 0)
        sop.write(
            {
                "owner_id": users["karim" if before else "claire"].id,
                "minutes_before": before,
            }
        )
        sop.version_id.with_user(users["claire"]).action_sign_off()
        if code in READ_BY_KARIM:
            sop.version_id.with_user(users["karim"]).action_sign_off()
    invoices = env["account.move"].search(
        [
            ("company_id", "=", company.id),
            ("move_type", "=", "out_invoice"),
            ("state", "=", "posted"),
        ],
        order="invoice_date desc, id desc",
        limit=6,
    )
    for rank, (code, weeks, minutes, wrong) in enumerate(PAST):
        day = working_day(today - timedelta(weeks=weeks), -1)
        record = invoices[rank % len(invoices)] if code == "facturer-48h" else None
        _past(env, company, sops[code], record, day, minutes, wrong)
    _decide(env, sops["point-tresorerie"], users, today)
    _running(env, company, sops, users, invoices, today)
    _team(env, company, today)
    _welcome(env, invoices, users, today, company)
    _collector(env, company, users, today)


def _past(env, company, sop, record, day, minutes, wrong):
    """A run of that day, finished, with the time each step took."""
    runs = env["tpe.sop.run"].with_company(company)
    run = runs._start(sop, record, sop.owner_id, day + timedelta(days=2)).sudo()
    at = datetime.combine(day, time(8))
    # The figures of a past meeting are not known any more.
    run.write({"started_on": at, "agenda": False})
    rng = draws(f"{sop.name}/{day}")
    for rank, (line, spent) in enumerate(zip(run.step_ids, minutes, strict=True), 1):
        begun = at
        at += timedelta(minutes=spent, seconds=rng.randint(0, 40))
        line.write(
            {
                "state": "done",
                "begun_on": begun,
                "seconds": int((at - begun).total_seconds()),
                "finished_on": at,
                "finished_by_id": line.user_id.id,
                "had_problem": rank == wrong,
                "reason": "missing" if rank == wrong else False,
                "note": "SIREN du client introuvable." if rank == wrong else False,
            }
        )
    run._give_turn()
    run.finished_on = at


def _decide(env, sop, users, today):
    last = env["tpe.sop.run"].search(
        [("sop_id", "=", sop.id)], order="id desc", limit=1
    )
    for words, login, days in DECISIONS:
        env["tpe.sop.decision"].create(
            {
                "run_id": last.id,
                "name": words,
                "user_id": users[login].id,
                "due_on": today + timedelta(days=days),
            }
        )


def _running(env, company, sops, users, invoices, today):
    """One at its second step, one that begins, the cash review of today."""
    runs = env["tpe.sop.run"].with_company(company)
    begun = runs._start(
        sops["facturer-48h"],
        invoices[0],
        users["karim"],
        working_day(today + timedelta(days=1), 1),
    )
    first = begun.step_ids[0]
    first.with_user(first.user_id).action_finish("done")
    customer = invoices[0].commercial_partner_id
    runs._start(sops["reclamation"], customer, users["claire"], today)
    runs._start(sops["point-tresorerie"], None, users["claire"], today)


def _team(env, company, today):
    names = (
        "headcount",
        "arrivals",
        "departures",
        "promoters",
        "passives",
        "detractors",
    )
    env["tpe.sop.people"].create(
        [
            {
                "company_id": company.id,
                "day": today - timedelta(days=30 * months),
                **dict(zip(names, numbers, strict=True)),
            }
            for months, *numbers in TEAM
        ]
    )


def _welcome(env, invoices, users, today, company):
    """One customer who answered, one who has the link."""
    answered, asked = invoices.commercial_partner_id.filtered("email")[:2]
    for partner in (asked, answered):
        request = env["tpe.sop.request"].create(
            {
                "company_id": company.id,
                "partner_id": partner.id,
                "user_id": users["karim"].id,
                "document_ids": [
                    (
                        0,
                        0,
                        {
                            "name": "Conditions générales.txt",
                            "file": base64.b64encode(TERMS.encode()),
                        },
                    )
                ],
            }
        )
        request.sudo().write(
            {"state": "sent", "expires_on": today + timedelta(days=21)}
        )
    values = request._known() | {
        "signed_by": "Nadia Roche",
        "answer_phone": "04 72 00 12 34",
    }
    request.sudo()._answer(values, request.document_ids)


def _collector(env, company, users, today):
    """The oldest unpaid invoice that a formal notice did not move."""
    line = env["tpe.dunning.reminder.line"].search(
        [("state", "=", "sent"), ("move_id.payment_state", "=", "not_paid")],
        order="rank desc, id",
        limit=1,
    )
    if not line:
        return
    collector = env["res.partner"].create(
        {
            "name": "Cabinet Delorme Recouvrement",
            "is_company": True,
            "email": "dossiers@delorme.example",
            "lang": "fr_FR",
        }
    )
    env["tpe.sop.case"].create(
        {
            "company_id": company.id,
            "partner_id": line.move_id.commercial_partner_id.id,
            "collector_id": collector.id,
            "user_id": users["claire"].id,
            "until": today + timedelta(days=90),
            "words": "Chantier terminé et réceptionné sans réserve ; le client ne répond "
            "plus depuis la mise en demeure.",
        }
    )


TERMS = "Conditions générales de vente de démonstration.\n"
