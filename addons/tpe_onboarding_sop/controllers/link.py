from odoo.addons.tpe_dunning.controllers.outside_page import (
    OPEN,
    find,
    refuse,
    speaking,
)


def opened(model, token, kind="link"):
    """``(record, None)``, or ``(nothing, the page that says why)``."""
    found, status = find(model, token, kind)
    return (speaking(found), None) if status == OPEN else (found, refuse(status))
