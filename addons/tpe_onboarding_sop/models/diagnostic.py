from odoo import api, fields, models


class Diagnostic(models.Model):
    """What is right and wrong in the firm on one day, asked and read in the books.

    What was read is kept as it was read: a diagnostic never changes when the books do.
    """

    _name = "tpe.diagnostic"
    _description = "Diagnostic"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "day desc, id desc"

    name = fields.Char(compute="_compute_name")
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company, index=True
    )
    day = fields.Date(
        string="On",
        required=True,
        readonly=True,
        copy=False,
        default=lambda self: self.env["tpe.sop"]._today(),
        help="The books are read as they are on that day.",
    )
    user_id = fields.Many2one(
        "res.users",
        string="Led by",
        required=True,
        default=lambda self: self.env.user,
        domain="[('share', '=', False)]",
        tracking=True,
    )
    state = fields.Selection(
        [("open", "Being answered"), ("done", "Done")],
        default="open",
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
    )
    previous_id = fields.Many2one(
        "tpe.diagnostic",
        string="Measured again after",
        readonly=True,
        copy=False,
        ondelete="restrict",
        index="btree_not_null",
        help="The diagnostic that this one is compared with.",
    )
    respondent_ids = fields.One2many("tpe.diagnostic.respondent", "diagnostic_id")
    answer_ids = fields.One2many("tpe.diagnostic.answer", "diagnostic_id")
    action_ids = fields.One2many("tpe.diagnostic.action", "diagnostic_id")
    currency_id = fields.Many2one(related="company_id.currency_id")

    @api.depends("day")
    def _compute_name(self):
        for diagnostic in self:
            diagnostic.name = self.env._(
                "Diagnostic of %s", diagnostic.day.strftime("%d/%m/%Y")
            )
