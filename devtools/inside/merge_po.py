"""Run by the environment's Python: bring each fr.po in line with its .pot.

What is translated stays, what is new comes empty, what is gone is dropped.
"""

import sys
from pathlib import Path

import polib

for template in sys.argv[1:]:
    source = polib.pofile(template)
    target = Path(template).with_name("fr.po")
    known = {}
    if target.exists():
        known = {entry.msgid: entry.msgstr for entry in polib.pofile(str(target))}
    source.metadata["Language"] = "fr"
    for entry in source:
        entry.msgstr = known.get(entry.msgid, "")
    missing = sum(not entry.msgstr for entry in source)
    source.save(str(target))
    print(f"{target.parent.parent.name}: {len(source)} terms, {missing} to translate")
