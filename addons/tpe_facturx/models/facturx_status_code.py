from odoo import fields, models

WHO = [
    ("sender_platform", "Platform of the seller"),
    ("receiver_platform", "Platform of the customer"),
    ("buyer", "Customer"),
    ("seller", "Seller"),
    ("unknown", "To be confirmed"),
]
EFFECTS = [
    ("none", "Nothing"),
    ("hold", "Holds the reminders"),
    ("release", "Ends the hold"),
]


class TpeFacturxStatusCode(models.Model):
    """A code of the official life cycle of an invoice (XP Z12-012): data."""

    _name = "tpe.facturx.status.code"
    _description = "Status code of the e-invoice life cycle"
    _order = "code"

    code = fields.Char(required=True, readonly=True)
    name = fields.Char(required=True, translate=True)
    who = fields.Selection(
        WHO, string="Who sets it", required=True, default="unknown", readonly=True
    )
    mandatory = fields.Boolean(
        readonly=True, help="Sent to the tax office: the four that the law asks for."
    )
    effect = fields.Selection(
        EFFECTS, string="On the reminders", required=True, default="none", readonly=True
    )

    _code_unique = models.Constraint("UNIQUE (code)", "This code is already known.")

    def _compute_display_name(self):
        for status in self:
            status.display_name = f"{status.code} {status.name}"
