"""The bank: importing its lines, and matching them."""

import os

from bench import bank_import, bank_match
from bench.measure import print_table


def run(env) -> None:
    """Measure everything and print one table."""
    small = bool(os.environ.get("TPE_BENCH_SMALL"))
    print_table([*bank_import.rows(env, small), *bank_match.rows(env, small)])
