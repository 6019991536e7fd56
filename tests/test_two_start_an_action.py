"""Two people start the same action of the plan at the same moment, over two connections.

Both have read it as « to do » before either writes.
"""

import json
import re

from odoo_process import demo_database, run_script

SCRIPT = """
import json, threading
from odoo import api
from odoo.exceptions import UserError
from odoo.service.model import retrying

users = env["res.users"].search([("login", "in", ("claire", "consultant"))])
sop = env["tpe.sop"].search([("code", "=", "facturer-48h")])
diagnostic = env["tpe.diagnostic"].search([], limit=1) or env["tpe.diagnostic"].create({})
action = env["tpe.diagnostic.action"].sudo().create({
    "diagnostic_id": diagnostic.id, "name": "Both", "kind": "run",
    "target": "facturer-48h", "user_id": users[0].id})
before = sop.run_count
action_id, registry = action.id, env.registry
env.cr.commit()
said, gate = {}, threading.Barrier(2)

def start(uid, login):
    with registry.cursor() as cr:
        own = api.Environment(cr, uid, {})
        def act():
            one = own["tpe.diagnostic.action"].browse(action_id)
            one.name  # the transaction has begun before the other one writes
            if not said.get(login):
                said[login] = "tried"
                gate.wait(30)
            return one.action_start()
        try:
            retrying(act, own)
            said[login] = "started"
        except UserError as error:
            said[login] = str(error)

threads = [threading.Thread(target=start, args=(user.id, user.login)) for user in users]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
env.cr.rollback()
env.invalidate_all()
print("FOUND", json.dumps({
    "said": said, "state": action.state, "runs": sop.run_count - before}))
"""


def test_one_run_and_a_clear_message():
    with demo_database() as database:
        printed = run_script(database, SCRIPT)
    found = json.loads(re.search(r"FOUND (.*)", printed)[1])
    assert found["runs"] == 1
    assert found["state"] == "started"
    said = list(found["said"].values())
    assert len(said) == 2
    assert "started" in said
    # The other one was too early and is told so, or came just after and sees the run.
    assert all(words == "started" or "« Both »" in words for words in said)
