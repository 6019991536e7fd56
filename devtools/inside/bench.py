"""Fed to `odoo shell`: run one benchmark of `bench/`."""

import importlib
import os
import sys
import traceback

sys.path.insert(0, os.environ["TPE_ROOT"])
try:
    importlib.import_module(f"bench.{os.environ['TPE_BENCH']}").run(env)
except Exception:
    # The shell would go on with the next line.
    traceback.print_exc()
