"""Tools, the timed week and the answers on e-invoicing of the demo company."""

from datetime import datetime, time, timedelta

# (name, euros a month, hours saved a month, kind, who answers for it)
TOOLS = (
    ("Relances automatiques", 0, 6, "automation", "claire"),
    ("Agenda partagé des chantiers", 24, 4, "software", "karim"),
    ("Signature électronique", 19, 0, "software", "claire"),
)
ACCEPTED = "Abonnement logiciel de chantier"
UNUSED = "Signature électronique"
# (task, who, day of the week, hour, minutes)
WEEK = (
    ("diagnostic_task_1", "claire", 0, 7, 95),
    ("diagnostic_task_2", "karim", 0, 9, 70),
    ("diagnostic_task_7", "karim", 0, 11, 45),
    ("diagnostic_task_3", "karim", 1, 9, 60),
    ("diagnostic_task_9", "karim", 1, 14, 80),
    ("diagnostic_task_1", "claire", 2, 18, 65),
    ("diagnostic_task_8", "claire", 2, 8, 25),
    ("diagnostic_task_4", "karim", 2, 10, 50),
    ("diagnostic_task_6", "karim", 3, 9, 40),
    ("diagnostic_task_13", "claire", 3, 17, 55),
    ("diagnostic_task_9", "karim", 4, 10, 35),
)


def set_up(env, company, today):
    """A register to look at, a week that was timed, no platform chosen yet."""
    users = {
        login: env["res.users"].search([("login", "=", login)])
        for login in ("claire", "karim")
    }
    company.tpe_rate_origin = "Convention de compte 2026"
    _tools(env, company, users)
    _week(env, company, users, today)
    env["tpe.diagnostic.point"].with_user(users["claire"]).search(
        [("company_id", "=", company.id), ("code", "=", "platform")]
    ).said = "no"


def _tools(env, company, users):
    tools = env["tpe.diagnostic.tool"].with_company(company)
    found = tools.with_context(lang="fr_FR")._prefill(company)
    taken = found.filtered(lambda tool: tool.name == ACCEPTED)
    taken.write({"owner_id": users["karim"].id, "hours_saved": 5})
    taken.with_user(users["claire"]).action_accept()
    taken.with_user(users["karim"]).action_used()
    for name, cost, hours, kind, login in TOOLS:
        tool = tools.create(
            {
                "name": name,
                "company_id": company.id,
                "monthly_cost": cost,
                "hours_saved": hours,
                "kind": kind,
                "owner_id": users[login].id,
                "repairer_id": env.ref("base.partner_admin").id,
            }
        )
        tool = tool.with_user(users[login])
        tool.action_unused() if name == UNUSED else tool.action_used()


def _week(env, company, users, today):
    """Of the week before, and of this one as far as it went."""
    timings = env["tpe.diagnostic.timing"]
    monday = today - timedelta(days=today.weekday())
    for task, login, weekday, hour, minutes in WEEK:
        for first in (monday - timedelta(days=7), monday):
            day = first + timedelta(days=weekday)
            if day >= today and first == monday:
                continue
            begun = datetime.combine(day, time(hour))
            timings.with_user(users[login]).with_company(company).create(
                {
                    "task_id": env.ref(f"tpe_onboarding_sop.{task}").id,
                    "started_on": begun,
                    "stopped_on": begun + timedelta(minutes=minutes),
                }
            )
