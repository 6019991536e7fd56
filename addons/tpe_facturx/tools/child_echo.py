"""The smallest child: what the others are tried with.

>>> list(answer({"say": ["a"]}))
['a']
"""

import time

from .child import serve


def answer(job):
    time.sleep(job.get("sleep", 0))
    yield from job.get("say", ())


if __name__ == "__main__":
    serve(answer)
