"""Two managers begin the diagnostic of a company at the same moment: there is one.

The books of the first are held open until the second waits for him.
"""

import json
import re

from odoo_process import demo_database, run_script

SCRIPT = """
import json, threading, time
from odoo import api
from odoo.service.model import retrying

claire, consultant = (env["res.users"].search([("login", "=", login)])
                      for login in ("claire", "consultant"))
registry, company = env.registry, env.company.id
env["tpe.diagnostic"].search([("state", "=", "open")]).unlink()
env.cr.commit()
model = type(env["tpe.diagnostic.measure"])
measured, read = [], model._measures
said = {}

def slow(self, company, today):
    measured.append(self.env.uid)
    for _tenth in range(300):
        with registry.cursor() as look:
            look.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = "
                "current_database() AND wait_event_type = 'Lock'")
            [waiting] = look.fetchone()
        if waiting:
            break
        time.sleep(0.1)
    return read(self, company, today)

model._measures = slow

def begin(uid):
    with registry.cursor() as cr:
        own = api.Environment(cr, uid, {"allowed_company_ids": [company]})
        act = lambda: own["tpe.diagnostic"].action_begin()
        said[uid] = retrying(act, own)["params"]["diagnostic_id"]

threads = [threading.Thread(target=begin, args=(uid,))
           for uid in (claire.id, consultant.id)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
model._measures = read
env.cr.rollback()
env.invalidate_all()
opened = env["tpe.diagnostic"].search([("state", "=", "open")])
print("SAID", json.dumps([len(opened), sorted(said.values()), len(measured)]))
"""


def test_one_is_begun():
    with demo_database() as database:
        printed = run_script(database, SCRIPT)
    opened, said, measured = json.loads(re.search("SAID (.*)", printed)[1])
    assert opened == 1
    assert len(said) == 2 and len(set(said)) == 1
    assert measured == 1
