from odoo import api, fields, models
from odoo.exceptions import UserError

RUNNING = ("running",)


class SopRun(models.Model):
    """A procedure that somebody follows, once, on a record or on its own.

    It is pinned to the version of the day it began: what the procedure becomes does not
    change it.
    """

    _name = "tpe.sop.run"
    _description = "Run of a Procedure"
    _inherit = ["tpe.dunning.guarded", "mail.thread", "mail.activity.mixin"]
    _order = "due_on, id desc"
    _mail_post_access = "read"

    name = fields.Char(required=True, readonly=True)
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True
    )
    version_id = fields.Many2one(
        "tpe.sop.version",
        required=True,
        readonly=True,
        ondelete="restrict",
        index=True,
    )
    sop_id = fields.Many2one(
        "tpe.sop",
        string="Procedure",
        required=True,
        readonly=True,
        ondelete="restrict",
        index=True,
    )
    res_model = fields.Char(string="Model", readonly=True)
    res_id = fields.Many2oneReference(
        string="Record", model_field="res_model", readonly=True
    )
    res_name = fields.Char(string="About", readonly=True)
    responsible_id = fields.Many2one("res.users", required=True, index=True)
    due_on = fields.Date()
    state = fields.Selection(
        [("running", "Running"), ("done", "Done"), ("cancelled", "Cancelled")],
        default="running",
        required=True,
        readonly=True,
        index=True,
    )
    started_on = fields.Datetime(readonly=True, default=fields.Datetime.now)
    finished_on = fields.Datetime(readonly=True)
    # Kept: the figures of a year read the runs, not each of their steps once more.
    seconds = fields.Integer(
        string="Seconds spent", compute="_compute_seconds", store=True
    )
    step_ids = fields.One2many("tpe.sop.run.step", "run_id")
    # The step whose turn it is, and who has it: written as the run goes on.
    current_id = fields.Many2one(
        "tpe.sop.run.step", string="Current step", readonly=True, index="btree_not_null"
    )
    user_id = fields.Many2one(
        "res.users", string="Whose turn", readonly=True, index="btree_not_null"
    )
    progress = fields.Integer(compute="_compute_progress", help="Steps behind, in %.")
    problem_count = fields.Integer(string="Problems", compute="_compute_progress")
    trigger_id = fields.Many2one(
        "tpe.sop.trigger", readonly=True, ondelete="set null", index="btree_not_null"
    )
    trigger_key = fields.Char(
        readonly=True, help="What the trigger met: it starts one run for each."
    )

    _about = models.Index("(res_model, res_id) WHERE res_model IS NOT NULL")
    _once_a_trigger = models.UniqueIndex(
        "(trigger_id, trigger_key) WHERE trigger_id IS NOT NULL",
        "This trigger started a run for it already.",
    )

    @api.depends("step_ids.seconds")
    def _compute_seconds(self):
        for run in self:
            run.seconds = sum(run.step_ids.mapped("seconds"))

    @api.depends("step_ids.state", "step_ids.had_problem")
    def _compute_progress(self):
        groups = self.env["tpe.sop.run.step"]._read_group(
            [("run_id", "in", self.ids)],
            ["run_id", "state", "had_problem"],
            ["__count"],
        )
        for run in self:
            own = [group[1:] for group in groups if group[0] == run]
            total = sum(count for *_state, count in own)
            left = sum(count for state, _problem, count in own if state == "todo")
            run.progress = 100 * (total - left) // total if total else 0
            run.problem_count = sum(count for _state, problem, count in own if problem)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_begun(self):
        if any(run.state != "cancelled" for run in self):
            raise UserError(self.env._("A run is cancelled, not deleted."))

    def action_cancel(self):
        for run in self:
            run._check_responsible()
            if run.state != "running":
                raise UserError(self.env._("« %s » is over.", run.name))
            run.sudo().write(
                {
                    "state": "cancelled",
                    "finished_on": fields.Datetime.now(),
                    "current_id": False,
                    "user_id": False,
                }
            )
            run.sudo().activity_unlink(
                ["tpe_onboarding_sop.mail_activity_type_sop_run"]
            )
            run.message_post(body=run.env._("Run cancelled."))

    def _check_responsible(self):
        """Who leads the run, or a manager."""
        self.ensure_one()
        self.check_access("read")
        manager = self.env.user.has_group("tpe_base.group_tpe_manager")
        if not (self.env.su or manager or self.responsible_id == self.env.user):
            raise UserError(
                self.env._(
                    "« %(run)s » is led by %(who)s, who can do this, or a manager.",
                    run=self.name,
                    who=self.responsible_id.name,
                )
            )

    def action_follow(self):
        """The steps, one per screen."""
        self.ensure_one()
        action = self.env["ir.actions.client"]._for_xml_id(
            "tpe_onboarding_sop.sop_run_page_action"
        )
        return action | {"params": {"run_id": self.id}, "context": {}}

    def action_record(self):
        """The record it is about."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": self.res_model,
            "res_id": self.res_id,
            "views": [(False, "form")],
        }
