from odoo import fields, models


class SopRole(models.Model):
    """Who does a step: a hat, not a person.  In a small firm one person wears several."""

    _name = "tpe.sop.role"
    _description = "Role in Procedures"
    _order = "sequence, name, id"

    name = fields.Char(required=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company",
        default=lambda self: self.env.company,
        help="Empty: a role of all the companies.",
    )
    user_id = fields.Many2one(
        "res.users",
        string="Usually",
        help="Who the steps of this role are given to.",
    )
    user_ids = fields.Many2many(
        "res.users", string="Stand-ins", help="Who may do these steps as well."
    )

    def _holders(self, company):
        """Who may act for the role in the company, the usual person first."""
        users = (self.user_id | self.user_ids).sudo()
        return users.filtered(lambda user: user.active and company in user.company_ids)
