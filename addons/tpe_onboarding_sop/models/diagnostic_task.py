from odoo import fields, models


class DiagnosticTask(models.Model):
    """An administrative task whose time is taken for a week."""

    _name = "tpe.diagnostic.task"
    _description = "Administrative Task"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=100)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company",
        index="btree_not_null",
        help="Empty: a task of all the companies.",
    )
