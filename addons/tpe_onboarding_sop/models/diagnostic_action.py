from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .diagnostic_question import AXES

PHASES = [("audit", "Audit"), ("tooling", "Tooling"), ("compliance", "Compliance")]
# Who reads the figures of the firm: as `tpe.cash.card` says.
READERS = "tpe_base.group_tpe_manager,account.group_account_readonly"


class DiagnosticAction(models.Model):
    """One thing to do of the plan: who, when, for how much, and what starts it.

    Its owner moves it by its buttons and by nothing else; of the firm's figures he sees
    only what he may read elsewhere.
    """

    _name = "tpe.diagnostic.action"
    _description = "Action of the Plan"
    _inherit = ["tpe.dunning.guarded", "mail.thread", "mail.activity.mixin"]
    _order = "phase, sequence, due_on, id"
    _mail_post_access = "read"

    diagnostic_id = fields.Many2one(
        "tpe.diagnostic", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="diagnostic_id.company_id", store=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    sequence = fields.Integer(default=10)
    name = fields.Char(required=True, tracking=True)
    code = fields.Char(
        readonly=True,
        copy=False,
        help="What it is proposed for: proposed once in a diagnostic.",
    )
    why = fields.Text(help="Why it is worth doing, without the firm’s figures.")
    answer_id = fields.Many2one(
        "tpe.diagnostic.answer",
        string="Answer that asks for it",
        readonly=True,
        copy=False,
        ondelete="set null",
        index="btree_not_null",
        groups=READERS,
    )
    proof = fields.Text(
        readonly=True,
        copy=False,
        groups=READERS,
        help="What the diagnostic said, as it said it.",
    )
    kind = fields.Char(
        readonly=True, copy=False, help="What starts it; empty when typed by hand."
    )
    target = fields.Char(
        readonly=True,
        copy=False,
        help="The procedure or the screen that starts with it.",
    )
    phase = fields.Selection(
        PHASES,
        required=True,
        default="audit",
        tracking=True,
        group_expand="_phases_shown",
    )
    axis = fields.Selection(AXES)
    user_id = fields.Many2one(
        "res.users",
        string="Owner",
        domain="[('share', '=', False)]",
        tracking=True,
        index="btree_not_null",
    )
    due_on = fields.Date(string="Due on", tracking=True)
    euros = fields.Monetary(
        string="Expected over twelve months",
        currency_field="currency_id",
        groups=READERS,
    )
    minutes = fields.Integer(help="Time it takes, once.")
    state = fields.Selection(
        [
            ("todo", "To do"),
            ("started", "Started"),
            ("done", "Done"),
            ("dropped", "Dropped"),
        ],
        default="todo",
        required=True,
        readonly=True,
        tracking=True,
        copy=False,
    )
    started_on = fields.Datetime(readonly=True, copy=False)
    done_on = fields.Datetime(readonly=True, copy=False)
    drop_reason = fields.Text(string="Why not", readonly=True, copy=False)
    reminded_on = fields.Date(readonly=True, copy=False)
    # What the start made or opened: a run, a policy, a list.
    res_model = fields.Char(readonly=True, copy=False)
    res_id = fields.Many2oneReference(
        model_field="res_model", readonly=True, copy=False
    )

    _once = models.UniqueIndex(
        "(diagnostic_id, code) WHERE code IS NOT NULL",
        "This is in the plan already.",
    )
    _about = models.Index("(res_model, res_id) WHERE res_model IS NOT NULL")

    @api.model
    def _phases_shown(self, phases, domain):
        """All three for who reads the whole plan; a person’s own begin where his are."""
        whole = self._has_field_access(self._fields["euros"], "read")
        return [code for code, _label in PHASES] if whole else phases

    @api.constrains("user_id", "diagnostic_id")
    def _check_owner(self):
        """Who could not even read it cannot do it."""
        for action in self.filtered("user_id"):
            owner = action.user_id
            if not (
                owner.has_group("tpe_onboarding_sop.group_sop_user")
                and action.company_id in owner.sudo().company_ids
            ):
                raise ValidationError(
                    self.env._(
                        "%(who)s does not follow procedures in %(company)s: give this "
                        "right first, or choose somebody else.",
                        who=owner.name,
                        company=action.company_id.name,
                    )
                )
