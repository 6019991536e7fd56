"""Inspects files that anybody may have made, in a process with little memory.

>>> import base64
>>> next(answer({"data": base64.b64encode(b"hello").decode()}))["findings"][0]["rule"]
'TPE-KIND'
"""

import base64
from dataclasses import asdict
from datetime import date
from pathlib import Path

from .child import serve
from .inspection import inspect

MEMORY = 1 << 30


def answer(job):
    """One answer: the inspection as a dictionary."""
    data = base64.b64decode(job["data"]) if "data" in job else _read(job["path"])
    today = date.fromisoformat(job["today"]) if job.get("today") else None
    try:
        found = inspect(data, today)
    except MemoryError:
        yield {"limit": True}
        return
    line = asdict(found)
    if found.xml is not None:
        line["xml"] = base64.b64encode(found.xml).decode()
    yield line


def _read(path: str) -> bytes:
    return Path(path).read_bytes()


if __name__ == "__main__":
    serve(answer, MEMORY)
