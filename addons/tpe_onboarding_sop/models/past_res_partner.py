from odoo import fields, models


class ResPartner(models.Model):
    _inherit = "res.partner"

    tpe_past_import_id = fields.Many2one(
        "tpe.past.import",
        string="Taken over with",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
    )
