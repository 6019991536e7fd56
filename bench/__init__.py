"""Benchmarks; what they read of the addons without Odoo is on the path."""

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parent.parent / "addons/tpe_bank"))
