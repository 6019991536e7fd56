from odoo import fields, models


class Sop(models.Model):
    """What the figures need and only a person knows."""

    _inherit = "tpe.sop"

    minutes_before = fields.Integer(
        string="Minutes before",
        help="What the work took before it was written. Hours saved are counted from it; "
        "zero: not counted.",
    )
    measures_autonomy = fields.Boolean(
        string="Brings a person to work alone",
        help="The days from its first to its last step are the days to autonomy.",
    )

    _minutes_before_positive = models.Constraint(
        "CHECK (minutes_before >= 0)", "The time before cannot be negative."
    )
