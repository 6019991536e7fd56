"""Two people finish the same step of a run at the same moment, over two connections.

Both begin before either writes: the row of the run is held until both wait for it.
"""

import json
import re

from odoo_process import demo_database, run_script

SCRIPT = """
import json, threading, time
from odoo import api, fields
from odoo.exceptions import UserError
from odoo.service.model import retrying

claire, karim = (env["res.users"].search([("login", "=", login)])
                 for login in ("claire", "karim"))
role = env["tpe.sop.role"].create(
    {"name": "Both", "user_id": karim.id, "user_ids": [fields.Command.link(claire.id)]})
sop = env["tpe.sop"].create({"name": "Two", "owner_id": claire.id})
version = env["tpe.sop.version"].create({"sop_id": sop.id, "step_ids": [
    fields.Command.create({"name": name, "role_id": role.id, "sequence": rank})
    for rank, name in enumerate(("First", "Second"))]})
version.action_approve()
run = env["tpe.sop.run"]._start(sop)
line = run.step_ids[0]
run_id, line_id, registry = run.id, line.id, env.registry
env.cr.commit()
said = {}

def finish(uid, login, result, values):
    with registry.cursor() as cr:
        own = api.Environment(cr, uid, {})
        act = lambda: own["tpe.sop.run.step"].browse(line_id).action_finish(
            result, **values)
        try:
            retrying(act, own)
            said[login] = "kept"
        except UserError as error:
            said[login] = str(error)

with registry.cursor() as holder:
    holder.execute("SELECT id FROM tpe_sop_run WHERE id = %s FOR UPDATE", [run_id])
    threads = [
        threading.Thread(target=finish, args=(claire.id, "claire", "done", {})),
        threading.Thread(target=finish, args=(
            karim.id, "karim", "problem", {"reason": "other", "note": "Broken"}))]
    for thread in threads:
        thread.start()
    for _second in range(300):
        with registry.cursor() as look:
            look.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = "
                "current_database() AND wait_event_type = 'Lock'")
            [waiting] = look.fetchone()
        if waiting == 2:
            break
        time.sleep(0.1)
for thread in threads:
    thread.join()
env.cr.rollback()
env.invalidate_all()
print("FOUND", json.dumps({
    "waiting": waiting, "said": said, "state": line.state,
    "by": line.finished_by_id.login, "current": run.current_id.name,
    "activities": len(run.activity_ids)}))
"""


def test_one_result_and_a_clear_message():
    with demo_database() as database:
        printed = run_script(database, SCRIPT)
    found = json.loads(re.search(r"FOUND (.*)", printed)[1])
    assert found["waiting"] == 2
    first = found["by"]
    [second] = {"claire", "karim"} - {first}
    assert found["said"][first] == "kept"
    assert "First" in found["said"][second]
    assert {"claire": "Claire Morel", "karim": "Karim Benali"}[first] in (
        found["said"][second]
    )
    assert found["state"] == {"claire": "done", "karim": "problem"}[first]
    assert (found["current"], found["activities"]) == ("Second", 1)
