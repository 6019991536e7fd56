from odoo import fields, models


class SopTag(models.Model):
    _name = "tpe.sop.tag"
    _description = "Tag of Procedures"
    _order = "name"

    name = fields.Char(required=True)
    color = fields.Integer()

    _name_once = models.UniqueIndex("(name)", "This tag exists already.")
