"""Reminders: deciding against the bare SQL, and what is written, at three sizes."""

import time

from bench import ledger

SIZES = ((1_000, 200), (10_000, 2_000), (100_000, 20_000))
BARE = """
SELECT line.id, line.partner_id, line.date_maturity, line.amount_residual
  FROM account_move_line line
  JOIN account_move move ON move.id = line.move_id
 WHERE line.account_id IN (
       SELECT id FROM account_account WHERE account_type = 'asset_receivable')
   AND line.reconciled IS NOT TRUE AND line.parent_state = 'posted'
   AND line.amount_residual > 0 AND line.date_maturity < CURRENT_DATE
"""


def run(env) -> None:
    """Print a line for each size; each one adds to the database of the one before."""
    decision, company = env["tpe.dunning.decision"], env.company
    print(
        "invoices  due lines  bare SQL    decided  ratio  queries  messages   written"
    )
    done = customers_done = 0
    for invoices, customers in SIZES:
        ledger.fill(env, invoices - done, customers - customers_done)
        done, customers_done = invoices, customers
        bare, lines = _best(lambda: _rows(env))
        decided, cases = _best(lambda: decision._cases(company))
        before = env.cr.sql_log_count
        decision._cases(company)
        queries = env.cr.sql_log_count - before
        start = time.perf_counter()
        env["tpe.dunning.reminder"]._plan(company)
        env.flush_all()
        written = time.perf_counter() - start
        env.cr.rollback()
        print(
            f"{invoices:>8}  {len(lines):>9}  {bare:>7.3f} s  {decided:>7.3f} s"
            f"  {decided / bare:>5.1f}  {queries:>7}  {len(cases):>8}  {written:>6.1f} s"
        )


def _rows(env):
    env.cr.execute(BARE)
    return env.cr.fetchall()


def _best(action, times=3):
    """Shortest of a few runs, and what the last one returned."""
    seconds = []
    for _ in range(times):
        start = time.perf_counter()
        result = action()
        seconds.append(time.perf_counter() - start)
    return min(seconds), result
