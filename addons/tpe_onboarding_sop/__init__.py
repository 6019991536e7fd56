from . import controllers, models, wizards


def post_init_hook(env):
    """The procedures that come with the suite are there from the first day."""
    env["tpe.sop"]._load_library()
