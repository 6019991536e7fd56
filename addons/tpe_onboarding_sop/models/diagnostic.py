from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

# Of whom and of which day the books were read: one diagnostic says it once.
IDENTITY = frozenset({"company_id", "day"})
# Nothing of this changes once it is done.
KEPT = IDENTITY | {"user_id", "previous_id", "respondent_ids", "answer_ids"}


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

    _one_open = models.UniqueIndex(
        "(company_id) WHERE state = 'open'",
        "A diagnostic of this company is being answered already.",
    )

    @api.depends("day")
    def _compute_name(self):
        for diagnostic in self:
            diagnostic.name = self.env._(
                "Diagnostic of %s", diagnostic.day.strftime("%d/%m/%Y")
            )

    def write(self, vals):
        # The state follows from finishing, which asks who leads and closes the answers.
        if "state" in vals and not self.env.su:
            raise AccessError(
                self.env._("A diagnostic is finished from its page, by who leads it.")
            )
        done = any(diagnostic.state == "done" for diagnostic in self.sudo())
        if IDENTITY & set(vals) or (done and (KEPT | {"state"}) & set(vals)):
            raise UserError(
                self.env._("What a diagnostic found on its day is kept as it is.")
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_done(self):
        if any(diagnostic.state == "done" for diagnostic in self.sudo()):
            raise UserError(
                self.env._(
                    "A diagnostic that is done is kept: the next one is compared with it."
                )
            )

    def _lock_open(self):
        """Until the end of the transaction none of these is finished.

        Who comes while another finishes begins again, then reads that it is over.
        """
        self.flush_recordset(["state"])
        states = self.env.execute_query(
            SQL(
                "SELECT state FROM tpe_diagnostic WHERE id IN %s FOR SHARE",
                tuple(self.ids) or (0,),
            )
        )
        if any(state != "open" for (state,) in states):
            raise UserError(
                self.env._("This diagnostic is finished: its answers are kept.")
            )
