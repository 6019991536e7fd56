from odoo import api, fields, models
from odoo.api import SUPERUSER_ID
from odoo.exceptions import AccessError, UserError

from ..tools.diagnostic_euros import tool_worth

READERS = "tpe_base.group_tpe_manager,account.group_account_readonly"
# What a person said, written by what he pressed only.
SAID = {"state", "last_used_on", "last_used_by_id", "unused_on", "unused_by_id"}


class DiagnosticTool(models.Model):
    """A software or an automation: what it costs, who answers for it, is it used.

    « Unused » is a person's word, with his name and the day: no bill, no absence of a
    trace says it in his place.
    """

    _name = "tpe.diagnostic.tool"
    _description = "Tool or Automation"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "state, name, id"
    _check_company_auto = True

    name = fields.Char(required=True, tracking=True)
    active = fields.Boolean(default=True)
    kind = fields.Selection(
        [("software", "Software"), ("automation", "Automation")],
        required=True,
        default="software",
    )
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company, index=True
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    supplier_id = fields.Many2one(
        "res.partner", check_company=True, index="btree_not_null"
    )
    owner_id = fields.Many2one(
        "res.users",
        domain="[('share', '=', False)]",
        tracking=True,
        help="Answers for it, and says whether it is used.",
    )
    repairer_id = fields.Many2one(
        "res.partner",
        string="Who repairs it",
        help="Whom to call when it stops: a colleague, the supplier, a freelance.",
    )
    monthly_cost = fields.Monetary(
        string="Cost a month", tracking=True, groups=READERS, help="As it is paid."
    )
    hours_saved = fields.Float(
        string="Hours saved a month",
        digits=(6, 1),
        help="Compared with the same work without it.",
    )
    worth = fields.Monetary(
        string="Brings a month",
        compute="_compute_worth",
        groups=READERS,
        help="The hours it saves at the cost of an hour, less what it costs.",
    )
    state = fields.Selection(
        [("proposed", "Proposed"), ("used", "Being used"), ("unused", "Not used")],
        required=True,
        readonly=True,
        default="used",
        tracking=True,
        copy=False,
    )
    last_used_on = fields.Date(
        string="Last confirmed use", readonly=True, copy=False, tracking=True
    )
    last_used_by_id = fields.Many2one(
        "res.users", string="Confirmed by", readonly=True, copy=False
    )
    unused_on = fields.Date(string="Said not used on", readonly=True, copy=False)
    unused_by_id = fields.Many2one(
        "res.users", string="Said not used by", readonly=True, copy=False
    )
    origin = fields.Char(string="Found in", readonly=True, copy=False)
    note = fields.Text()

    _proposed_once = models.UniqueIndex(
        "(company_id, supplier_id) WHERE state = 'proposed'",
        "A tool of this supplier is proposed already.",
    )
    _said_by_somebody = models.Constraint(
        "CHECK (state <> 'unused' OR (unused_on IS NOT NULL AND unused_by_id IS NOT NULL))",
        "A tool is « not used » once a person said so.",
    )
    _not_negative = models.Constraint(
        "CHECK (monthly_cost >= 0 AND hours_saved >= 0)",
        "A cost and hours are typed without a sign.",
    )

    @api.depends("hours_saved", "monthly_cost", "company_id")
    def _compute_worth(self):
        for tool in self:
            hourly = tool.company_id._scoring_grid().hourly_cost
            tool.worth = tool_worth(tool.hours_saved, hourly, tool.monthly_cost)

    @api.model_create_multi
    def create(self, vals_list):
        for values in vals_list:
            in_use = {"state"} if values.get("state") == "used" else set()
            self._check_said(SAID & values.keys() - in_use)
        return super().create(vals_list)

    def write(self, vals):
        self._check_said(SAID & vals.keys())
        return super().write(vals)

    @api.model
    def _check_said(self, names):
        if names and not self.env.su:
            raise AccessError(
                self.env._("Whether a tool is used is said by a tap, not written.")
            )

    def action_used(self):
        """It is in use, today, by the word of this person."""
        self._say(
            {
                "state": "used",
                "last_used_on": self.env["tpe.sop"]._today(),
                "last_used_by_id": self.env.uid,
                "unused_on": False,
                "unused_by_id": False,
            }
        )

    def action_unused(self):
        """Nobody uses it any more, by the word of this person."""
        self._say(
            {
                "state": "unused",
                "unused_on": self.env["tpe.sop"]._today(),
                "unused_by_id": self.env.uid,
            }
        )

    def _say(self, values):
        self.check_access("read")
        if self.env.uid == SUPERUSER_ID:
            raise UserError(self.env._("Only a person says whether a tool is used."))
        manager = self.env.user.has_group("tpe_base.group_tpe_manager")
        if not manager and self.owner_id != self.env.user:
            raise AccessError(
                self.env._("Its owner or a manager says whether a tool is used.")
            )
        self.sudo().write(values)

    def action_accept(self):
        """It is one of ours: a person looked at the proposal."""
        self.check_access("write")
        self.filtered(lambda tool: tool.state == "proposed").sudo().state = "used"

    def action_refuse(self):
        """It is no tool: never proposed again."""
        self.check_access("write")
        self.filtered(lambda tool: tool.state == "proposed").active = False
