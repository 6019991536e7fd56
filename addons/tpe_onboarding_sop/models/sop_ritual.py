from odoo import fields, models

AGENDAS = [
    ("cash", "Cash of the week"),
    ("team", "Team"),
    ("person", "One person"),
    ("results", "Results of the month"),
    ("objectives", "Objectives of the quarter"),
]


class Sop(models.Model):
    """A ritual: a procedure whose runs begin with figures of the day."""

    _inherit = "tpe.sop"

    agenda = fields.Selection(
        AGENDAS,
        help="What is read from the books when a run begins. Empty: nothing.",
    )
