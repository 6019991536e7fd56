"""The diagnostic of the workshop: one of last season, and today's, half answered."""

from datetime import datetime, time, timedelta

# Three months ago: value, records that make it, proof, euros over twelve months.
BEFORE = {
    "dependency": (31, 31, "31 factures à la Résidence du Parc en douze mois.", None),
    "margin_known": (
        42,
        118,
        "118 factures sur 281 ont un coût sur chaque ligne.",
        None,
    ),
    "dso": (58, 281, "281 factures de douze mois, pondérées par leur montant.", None),
    "overdue_share": (34, 19, "19 factures échues : 21 400 € sur 62 900 € dus.", None),
    "toxic_share": (12, 3, "3 clients à marge négative sur douze mois.", 2860.0),
    "reminders_on": (0, 0, "Les relances n’étaient pas démarrées.", None),
    "quotes_unchased": (8, 8, "8 devis de plus de 15 jours sans suite.", None),
    "dormant_customers": (11, 11, "11 clients sans facture depuis 9 mois.", None),
    "late_cost": (3150, 62, "62 paiements en retard, au taux du découvert.", 3150.0),
    "stale_quotes_euros": (18600, 8, "8 devis sans réponse.", 18600.0),
    "cash_cover": (24, 90, "Sorties des trois derniers mois.", None),
    "forecast_used": (0, 0, "Aucune prévision ouverte en 30 jours.", None),
    "bank_fresh": (12, 1, "Dernier rapprochement il y a 12 jours.", None),
    "invoice_late_48h": (55, 154, "154 factures sur 281 émises après 48 heures.", None),
    "procedures_active": (2, 2, "2 procédures suivies en 90 jours.", None),
    "double_entry": (4, 4, "4 paires de factures fournisseurs identiques.", None),
    "duplicate_partners": (9, 9, "9 fiches partagent un SIREN ou un e-mail.", None),
    "two_factor": (17, 6, "1 compte sur 6 est protégé.", None),
    "missing_siren": (22, 50, "11 clients professionnels sur 50.", None),
    "bus_factor": (1, 9, "Une personne tient 6 procédures sur 9.", None),
}
# Rank of the answer, or a number; what Karim thinks is not what Claire thinks.
CLAIRE_BEFORE = {
    "ideal_customer": 3,
    "price_raise": 3,
    "deposit": 4,
    "vat_aside": 3,
    "job_to_invoice": 3,
    "rework": 3,
    "restore": 3,
    "einv_platform": 3,
    "einv_flows": 4,
    "einv_team": 3,
    "einv_tests": 4,
    "admin_hours": 14,
    "decide": 3,
    "holiday": 4,
    "pre_written": 3,
    "pre_clean": 2,
    "pre_lead": 1,
    "pre_stop": 3,
    "sig_twice": 1,
    "sig_search": 1,
    "sig_cost": 2,
}
KARIM_BEFORE = {
    "ideal_customer": 4,
    "deposit": 5,
    "job_to_invoice": 4,
    "rework": 4,
    "admin_hours": 9,
    "decide": 4,
    "sig_twice": 1,
}
CLAIRE_TODAY = {
    "ideal_customer": 2,
    "price_raise": 1,
    "deposit": 1,
    "vat_aside": 1,
    "job_to_invoice": 2,
    "rework": 2,
}
KARIM_TODAY = {"ideal_customer": 3, "deposit": 3}
STOPPED_AT = "duplicate_partners"


def set_up(env, company, today):
    claire, karim = (
        env["res.users"].search([("login", "=", login)])
        for login in ("claire", "karim")
    )
    before = _before(env, company, today - timedelta(days=92), claire, karim)
    _answer(before, karim, KARIM_BEFORE)
    _answer(before, claire, CLAIRE_BEFORE)
    # What she said of e-invoicing, she said that day.
    said = env["tpe.diagnostic.point"].search(
        [("company_id", "=", company.id), ("said", "!=", False)]
    )
    said.said_on = before.day
    before._fill_unknown()
    before.respondent_ids.write(
        {"finished_on": datetime.combine(before.day, time(17)), "seconds": 1540}
    )
    before.state = "done"
    opened = env["tpe.diagnostic"].with_user(claire).with_company(company)._begin()
    opened.action_invite(karim.ids)
    _answer(opened, karim, KARIM_TODAY)
    _answer(opened, claire, CLAIRE_TODAY)
    opened.action_pause(STOPPED_AT, 590)


def _before(env, company, day, claire, karim):
    """What the books said that day: they cannot be read in the past."""
    from odoo.addons.tpe_onboarding_sop.tools.diagnostic import Measure, Unit

    diagnostic = env["tpe.diagnostic"].create(
        {"company_id": company.id, "user_id": claire.id, "day": day}
    )
    diagnostic._freeze(
        {
            key: Measure(key, value, Unit.NUMBER, count, proof, euros=euros)
            for key, (value, count, proof, euros) in BEFORE.items()
        }
    )
    for user in (claire, karim):
        diagnostic._add_person(user)
    return diagnostic


def _answer(diagnostic, user, said):
    diagnostic = diagnostic.with_user(user)
    questions = diagnostic.env["tpe.diagnostic.question"].search([])
    keys = {question.key: question for question in questions}
    for spent, (key, answer) in enumerate(said.items(), 1):
        question = keys[key]
        by_rank = question.kind == "choice"
        diagnostic.action_answer(
            key,
            question.choice_ids[answer - 1].id if by_rank else False,
            None if by_rank else answer,
            position=key,
            seconds=45 * spent,
        )
