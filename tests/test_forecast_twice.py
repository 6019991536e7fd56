"""The scheduler and the owner's page write the forecast of a company at the same moment."""

from concurrent.futures import ThreadPoolExecutor

import psycopg2
from odoo_process import demo_database, query, run_script, wait_until

# On the next Monday, whose forecast is kept.  Both read the books before either writes.
SCRIPT = """
from datetime import timedelta
from odoo.service.model import retrying

company = env.company
today = company._dunning_today()
monday = today + timedelta(7 - today.weekday())
type(company)._dunning_today = lambda self: monday
forecasts = env["tpe.cash.forecast"]
tries = []


def write():
    tries.append(forecasts.search_count([]))
    env.cr.execute("SELECT pg_advisory_xact_lock_shared(%s)")
    forecasts._refresh(company)


retrying(write, env)
env.cr.commit()
print("TRIES", len(tries))
"""
HELD = 5_130_013
WAITING = (
    "SELECT count(*) FROM pg_locks WHERE NOT granted AND locktype = 'advisory' "
    "AND database = (SELECT oid FROM pg_database WHERE datname = %s)"
)


def test_two_at_once_leave_one_current_and_one_kept():
    with demo_database() as database, ThreadPoolExecutor(2) as pool:
        # None to replace: each of them writes the first one.
        query(database, "DELETE FROM tpe_cash_forecast WHERE is_current")
        before = query(database, "SELECT count(*) FROM tpe_cash_forecast WHERE is_kept")
        holder = psycopg2.connect(dbname=database)
        with holder, holder.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [HELD])
            calls = [
                pool.submit(run_script, database, SCRIPT % HELD) for _call in range(2)
            ]
            wait_until(
                lambda: (
                    query("postgres", WAITING, database) == [(2,)]
                    or all(call.done() for call in calls)
                )
            )
        holder.close()
        said = sorted(call.result().split("TRIES ")[1][0] for call in calls)
        after = query(database, "SELECT count(*) FROM tpe_cash_forecast WHERE is_kept")
        current = query(
            database, "SELECT count(*) FROM tpe_cash_forecast WHERE is_current"
        )
    # The second one began again.
    assert said == ["1", "2"]
    assert current == [(1,)]
    assert after[0][0] == before[0][0] + 1
