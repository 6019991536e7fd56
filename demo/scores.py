"""What the scores need beside the books: site visits, and what Claire knows."""

from datetime import datetime, time, timedelta

from .world import draws, working_day

# Of the price, for a lump sum: what supplies and labour usually cost.
COST_RATE = 62
# customer: (weeks between two visits, from so many weeks ago, until, hours, subject)
VISITS = {
    "Rénov'Habitat 69 SARL": (
        (4, 104, 56, 2.0, "Réunion de chantier"),
        (1, 56, 0, 3.0, "Réserves et heures contestées"),
        (1, 34, 0, 2.0, "Reprises à notre charge"),
    ),
    "Le Bouchon des Canuts": (
        (8, 104, 14, 1.0, "Passage sur place"),
        (1, 13, 0, 3.5, "Reprises en cuisine, règlement à réclamer"),
    ),
    "Belleroche Promotion SAS": ((2, 104, 0, 2.0, "Réunion de chantier"),),
    "Hôtel des Quais de Saône": ((6, 100, 0, 1.5, "Passage sur place"),),
    "Imprimerie Rivoire": ((8, 90, 0, 1.5, "Réserves"),),
}
# customer: what Claire answered
ANSWERS = {
    "Rénov'Habitat 69 SARL": {"alignment": "price", "ideal_customer": "no"},
    "Le Bouchon des Canuts": {"alignment": "neutral", "recommends": True},
    "Belleroche Promotion SAS": {
        "alignment": "respects",
        "ideal_customer": "no",
        "acquisition_cost": 1200,
    },
    "Boulangerie Maison Perrin": {
        "alignment": "respects",
        "ideal_customer": "yes",
        "recommends": True,
    },
    "Menuiserie Vial Frères": {"alignment": "respects", "ideal_customer": "yes"},
    "Imprimerie Rivoire": {"alignment": "price"},
    "Atelier textile de la Soierie": {"alignment": "neutral", "one_shot": True},
}


def set_up(env, company, today):
    """Site visits of two years, answers, then the scores of today and of each month."""
    claire = env["res.users"].search([("login", "=", "claire")])
    company._scoring_grid().cost_rate = COST_RATE
    _visits(env, claire, today)
    for name, answers in ANSWERS.items():
        env["tpe.client.profile"].with_user(claire).create(
            {
                "company_id": company.id,
                "partner_id": _customer(env, name).id,
                **answers,
            }
        )
    env["tpe.client.score"]._refresh(company)


def _customer(env, name):
    return env["res.partner"].search(
        [("name", "=", name), ("parent_id", "=", False)], limit=1
    )


def _visits(env, claire, today):
    values = []
    for name, spells in VISITS.items():
        rng = draws(f"visits/{name}")
        guests = (_customer(env, name) | claire.partner_id).ids
        for every, since, until, hours, subject in spells:
            for weeks in range(since, until, -every):
                day = working_day(today - timedelta(weeks * 7 - rng.randint(0, 4)), -1)
                start = datetime.combine(day, time(rng.choice((8, 9, 13))))
                values.append(
                    {
                        "name": f"{subject} – {name}",
                        "start": start,
                        "stop": start + timedelta(hours=hours),
                        "user_id": claire.id,
                        "partner_ids": [(6, 0, guests)],
                        "alarm_ids": [(5, 0, 0)],
                    }
                )
    quiet = {"no_mail_to_attendees": True, "dont_notify": True}
    env["calendar.event"].with_context(**quiet).create(values)
