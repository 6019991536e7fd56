"""Computation in plain Python: no ORM, no clock.

factur-x reads data files of stdnum as it is imported. Odoo watches the import of stdnum
(odoo/_monkeypatches) and leaves it a loader that finds no file.
"""

from importlib.machinery import PathFinder

import stdnum

if not hasattr(stdnum.__spec__.loader, "get_resource_reader"):
    stdnum.__spec__.loader = PathFinder.find_spec("stdnum").loader
