"""The bank: importing its lines."""

import os

from bench import bank_import
from bench.measure import print_table


def run(env) -> None:
    """Measure everything and print one table."""
    print_table(bank_import.rows(env, bool(os.environ.get("TPE_BENCH_SMALL"))))
