"""A few procedures of the workshop, and what happened when they were followed."""

from datetime import datetime, time, timedelta

from odoo import Command

from .world import draws, working_day

ROLES = {"Gérante": "claire", "Assistant": "karim", "Chef de chantier": "claire"}
# name: (owner, impact, frequency, objective, trigger, steps)
# step: (name, role, minutes, what, criterion, checklist)
PROCEDURES = {
    "Facturer sous 48 h": (
        "karim",
        "4",
        "4",
        "La facture part pendant que le client se souvient du travail.",
        "Le bon de fin de chantier est signé.",
        (
            (
                "Rassembler heures et fournitures",
                "Chef de chantier",
                10,
                "<p>Reprendre le bon signé, les heures de la semaine et les bons de "
                "livraison.</p>",
                "Chaque ligne du bon a ses heures et ses fournitures.",
                "Bon de fin de chantier signé\nHeures de chacun\nBons de livraison",
            ),
            (
                "Rédiger la facture",
                "Assistant",
                15,
                "<p>Partir du devis, ajouter les travaux supplémentaires acceptés par "
                "écrit, et le taux de TVA de chaque ligne.</p>",
                "Le total correspond au devis, ou l’écart est expliqué sur la facture.",
                "SIREN du client\nAdresse du chantier\nTaux de TVA",
            ),
            (
                "Relire et envoyer",
                "Gérante",
                5,
                "<p>Relire le montant et l’échéance, puis envoyer avec le bon signé.</p>",
                "La facture est envoyée, avec le bon en pièce jointe.",
                "",
            ),
            (
                "Vérifier la réception",
                "Assistant",
                3,
                "<p>Appeler le client deux jours après : facture reçue, rien à redire ?</p>",
                "La réponse du client est notée sur la facture.",
                "",
            ),
        ),
    ),
    "Point de trésorerie de la semaine": (
        "claire",
        "4",
        "4",
        "Savoir chaque lundi ce qu’on peut payer et qui relancer.",
        "Lundi matin.",
        (
            (
                "Importer la banque",
                "Assistant",
                5,
                "<p>Déposer le relevé de la semaine et rapprocher les lignes.</p>",
                "Aucune ligne de plus de trois jours n’attend.",
                "",
            ),
            (
                "Lire le point bas",
                "Gérante",
                10,
                "<p>Ouvrir Pilotage : point bas, semaine, et ce qui le creuse.</p>",
                "Une décision est notée pour chaque semaine sous le seuil.",
                "",
            ),
        ),
    ),
    "Réclamation d’un client": (
        "claire",
        "3",
        "3",
        "Le client a une réponse le jour même, et la cause disparaît.",
        "Un client se plaint, par écrit ou au téléphone.",
        (
            (
                "Rappeler le client dans la journée",
                "Gérante",
                10,
                "<p>Écouter, reformuler, ne rien promettre sans date.</p>",
                "Le client sait qui s’en occupe et pour quand.",
                "",
            ),
            (
                "Passer sur place",
                "Chef de chantier",
                45,
                "<p>Photos avant et après.</p>",
                "Le défaut est réparé, ou le devis de reprise est envoyé.",
                "Photo avant\nPhoto après",
            ),
            (
                "Noter la cause",
                "Gérante",
                5,
                "<p>Une phrase : ce qui a manqué, et ce qu’on change.</p>",
                "La cause est écrite et quelqu’un la corrige.",
                "",
            ),
        ),
    ),
}
# (procedure, weeks ago, minutes for each step, step that met a problem)
PAST = (
    ("Facturer sous 48 h", 5, (12, 34, 4, 3), 2),
    ("Facturer sous 48 h", 4, (9, 28, 6, 2), None),
    ("Facturer sous 48 h", 2, (11, 31, 5, 4), 2),
    ("Point de trésorerie de la semaine", 2, (6, 9), None),
    ("Point de trésorerie de la semaine", 1, (4, 12), None),
    ("Réclamation d’un client", 3, (8, 60, 5), None),
)


def set_up(env, company, today):
    """Roles, procedures in use, past runs, two that wait."""
    users = {
        login: env["res.users"].search([("login", "=", login)])
        for login in ("claire", "karim")
    }
    roles = {
        name: env["tpe.sop.role"].create(
            {"name": name, "company_id": company.id, "user_id": users[login].id}
        )
        for name, login in ROLES.items()
    }
    sops = {
        name: _procedure(env, company, name, users, roles, values)
        for name, values in PROCEDURES.items()
    }
    invoices = env["account.move"].search(
        [
            ("company_id", "=", company.id),
            ("move_type", "=", "out_invoice"),
            ("state", "=", "posted"),
        ],
        order="invoice_date desc, id desc",
        limit=5,
    )
    for rank, (name, weeks, minutes, wrong) in enumerate(PAST):
        day = working_day(today - timedelta(weeks=weeks), -1)
        record = invoices[rank % len(invoices)] if "48" in name else None
        _past(env, sops[name], record, day, minutes, wrong)
    _running(env, sops, users, invoices, today)


def _procedure(env, company, name, users, roles, values):
    owner, impact, frequency, objective, trigger, steps = values
    sop = env["tpe.sop"].create(
        {
            "name": name,
            "company_id": company.id,
            "owner_id": users[owner].id,
            "impact": impact,
            "frequency": frequency,
        }
    )
    version = env["tpe.sop.version"].create(
        {
            "sop_id": sop.id,
            "objective": objective,
            "trigger": trigger,
            "step_ids": [
                Command.create(
                    {
                        "name": step,
                        "sequence": rank,
                        "role_id": roles[role].id,
                        "minutes": minutes,
                        "what": what,
                        "criterion": criterion,
                        "checklist": checklist,
                    }
                )
                for rank, (
                    step,
                    role,
                    minutes,
                    what,
                    criterion,
                    checklist,
                ) in enumerate(steps, 1)
            ],
        }
    )
    version.with_user(users[owner]).action_approve()
    return sop


def _past(env, sop, record, day, minutes, wrong):
    """A run of that day, finished, with the time each step took."""
    run = env["tpe.sop.run"]._start(sop, record, sop.owner_id, day + timedelta(days=2))
    at = datetime.combine(day, time(8))
    run.sudo().started_on = at
    rng = draws(f"{sop.name}/{day}")
    for rank, (line, spent) in enumerate(zip(run.step_ids, minutes, strict=True), 1):
        begun = at
        at += timedelta(minutes=spent, seconds=rng.randint(0, 40))
        line.sudo().write(
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
    run.sudo()._give_turn()
    run.sudo().finished_on = at


def _running(env, sops, users, invoices, today):
    """One at its second step, one that begins."""
    runs = env["tpe.sop.run"]
    begun = runs._start(
        sops["Facturer sous 48 h"],
        invoices[0],
        users["karim"],
        working_day(today + timedelta(days=1), 1),
    )
    first = begun.step_ids[0]
    first.with_user(first.user_id).action_finish("done", ticked=[0, 1, 2])
    runs._start(
        sops["Réclamation d’un client"],
        invoices[0].commercial_partner_id,
        users["claire"],
        today,
    )
