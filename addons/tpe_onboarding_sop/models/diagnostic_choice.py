from odoo import fields, models


class DiagnosticChoice(models.Model):
    """One of the answers of a question, with its points."""

    _name = "tpe.diagnostic.choice"
    _description = "Answer to Choose"
    _order = "sequence, id"
    _rec_name = "text"

    question_id = fields.Many2one(
        "tpe.diagnostic.question", required=True, index=True, ondelete="cascade"
    )
    sequence = fields.Integer(default=10)
    text = fields.Char(required=True, translate=True)
    points = fields.Float(help="From 0 to 100.")

    _points_range = models.Constraint(
        "CHECK (points BETWEEN 0 AND 100)", "Points go from 0 to 100."
    )
