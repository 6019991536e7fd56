from odoo import fields, models


class SopSignoff(models.Model):
    """Who read which version, and when.  Written by the reader's own tap."""

    _name = "tpe.sop.signoff"
    _description = "Reading of a Procedure"
    _order = "signed_on desc, id desc"

    version_id = fields.Many2one(
        "tpe.sop.version", required=True, ondelete="restrict", index=True
    )
    user_id = fields.Many2one(
        "res.users", string="Reader", required=True, ondelete="restrict", index=True
    )
    signed_on = fields.Datetime(
        string="Read on", required=True, default=fields.Datetime.now
    )

    _once = models.UniqueIndex("(version_id, user_id)", "It is marked as read already.")
