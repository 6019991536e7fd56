from odoo import api, fields, models

STATES = [
    ("todo", "To do"),
    ("done", "Done"),
    ("problem", "Problem"),
    ("skipped", "Left out"),
]
REASONS = [
    ("missing", "A document or figure is missing"),
    ("unclear", "The step is not clear"),
    ("wrong", "The step is wrong or out of date"),
    ("waiting", "Somebody does not answer"),
    ("tool", "A tool does not work"),
    ("criterion", "The result is not good enough"),
    ("other", "Something else"),
]


class SopRunStep(models.Model):
    """One step of one run: by whom, how long, with what result.

    The words of the step are those of the pinned version, which never change; here is
    only what happened.
    """

    _name = "tpe.sop.run.step"
    _description = "Step of a Run"
    _order = "run_id, sequence, id"

    run_id = fields.Many2one(
        "tpe.sop.run", required=True, readonly=True, ondelete="cascade", index=True
    )
    step_id = fields.Many2one(
        "tpe.sop.step",
        string="Step of the version",
        required=True,
        readonly=True,
        ondelete="restrict",
        index=True,
    )
    sequence = fields.Integer(readonly=True)
    name = fields.Char(related="step_id.name")
    role_id = fields.Many2one(related="step_id.role_id")
    expected_minutes = fields.Integer(related="step_id.minutes")
    user_id = fields.Many2one(
        "res.users", string="Given to", readonly=True, ondelete="restrict", index=True
    )
    state = fields.Selection(STATES, default="todo", required=True, readonly=True)
    begun_on = fields.Datetime(readonly=True)
    # Set while the clock of this step is on.
    running_since = fields.Datetime(readonly=True)
    seconds = fields.Integer(readonly=True)
    finished_on = fields.Datetime(readonly=True)
    finished_by_id = fields.Many2one(
        "res.users", string="By", readonly=True, ondelete="restrict"
    )
    had_problem = fields.Boolean(
        string="Met a problem",
        readonly=True,
        help="Stays when the step is done in the end.",
    )
    reason = fields.Selection(REASONS, readonly=True)
    note = fields.Text(readonly=True)
    ticked = fields.Json(readonly=True, help="Ranks of the points ticked.")
    # Of the tap that finished it: a phone that repeats itself is recognised.
    tap = fields.Char(readonly=True)
    attachment_ids = fields.One2many(
        "ir.attachment",
        "res_id",
        string="Photos",
        domain=[("res_model", "=", "tpe.sop.run.step"), ("res_field", "=", False)],
    )

    _once_a_run = models.UniqueIndex(
        "(run_id, step_id)", "A step stands once in a run."
    )
    _seconds_positive = models.Constraint(
        "CHECK (seconds >= 0)", "A step cannot take less than no time."
    )

    @api.depends("step_id")
    def _compute_display_name(self):
        for step in self:
            step.display_name = step.step_id.name

    def action_follow(self):
        return self.run_id.action_follow()
