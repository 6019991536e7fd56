"""What the suite's own addons hold in the demo company."""


def set_up(env, company, today, stories=()):
    """Fill the suite's addons, where they are installed.

    ``stories`` holds (state, invoice) pairs: overdue, promised, disputed, partial,
    announced, not_due (see stories.py).
    """
    return
