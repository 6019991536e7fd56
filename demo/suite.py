"""What the suite's own addons hold in the demo company."""


def set_up(env, company, today):
    """Fill the suite's addons, where they are installed."""
    return
