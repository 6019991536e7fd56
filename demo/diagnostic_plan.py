"""The plan of the first diagnostic of the workshop, three months later."""

from datetime import timedelta

from .world import working_day

DONE = ("reminders", "flows", "threshold", "duplicates", "policy")
BY_KARIM = ("duplicates", "siren", "invoice_48h", "restore", "to_invoice")
DROPPED = {"dependency": "Le premier client a signé pour trois ans."}
STARTED = ("invoice_48h",)


def set_up(env, company, today):
    before = env["tpe.diagnostic"].search(
        [("company_id", "=", company.id), ("state", "=", "done")], limit=1
    )
    claire, karim = (
        env["res.users"].search([("login", "=", login)])
        for login in ("claire", "karim")
    )
    plan = {action.code: action for action in before._propose_actions()}
    past = today - before.day
    for code, action in plan.items():
        owner = karim if code in BY_KARIM else claire
        day = working_day(action.due_on - past + timedelta(days=4), 1)
        action.write({"user_id": owner.id, "due_on": day})
    for code in DONE:
        plan[code].with_user(plan[code].user_id).action_done()
    for code, reason in DROPPED.items():
        plan[code].with_user(claire).action_drop(reason)
    for code in STARTED:
        plan[code].with_user(karim).action_start()
