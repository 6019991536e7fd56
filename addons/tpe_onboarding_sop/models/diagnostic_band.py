from odoo import fields, models

from .diagnostic_question import AXES


class DiagnosticBand(models.Model):
    """What a score of an axis says, from a number of points on."""

    _name = "tpe.diagnostic.band"
    _description = "Text of a Score"
    _order = "axis, lower"
    _rec_name = "name"

    axis = fields.Selection([*AXES, ("overall", "Overall")], required=True)
    lower = fields.Integer(string="From", required=True)
    name = fields.Char(required=True, translate=True)
    text = fields.Text(required=True, translate=True)

    _once = models.UniqueIndex("(axis, lower)", "This score has a text already.")
