from odoo import api, fields, models
from odoo.exceptions import AccessError

ACTIVITY = "mail.mail_activity_data_todo"


class SopDecision(models.Model):
    """What a run decided: one thing, one person, one day.  It becomes an activity."""

    _name = "tpe.sop.decision"
    _description = "Decision of a Run"
    _order = "due_on, id"

    run_id = fields.Many2one(
        "tpe.sop.run", required=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(related="run_id.company_id", store=True, index=True)
    name = fields.Char(string="Decision", required=True)
    user_id = fields.Many2one(
        "res.users",
        string="Who",
        required=True,
        default=lambda self: self.env.user,
        domain="[('share', '=', False)]",
    )
    due_on = fields.Date(
        string="For",
        required=True,
        default=lambda self: fields.Date.add(self.env["tpe.sop"]._today(), days=7),
    )
    activity_id = fields.Many2one("mail.activity", readonly=True, ondelete="set null")
    is_done = fields.Boolean(string="Done", compute="_compute_is_done")

    @api.depends("activity_id.active")
    def _compute_is_done(self):
        for decision in self.sudo():
            decision.is_done = bool(decision.activity_id) and not (
                decision.activity_id.active
            )

    @api.model_create_multi
    def create(self, vals_list):
        decisions = super().create(vals_list)
        for decision in decisions:
            decision._check_takes_part()
            decision.sudo().activity_id = decision.run_id.sudo().activity_schedule(
                ACTIVITY,
                decision.due_on,
                summary=decision.name,
                user_id=decision.user_id.id,
            )
        return decisions

    def write(self, vals):
        """The activity follows, as long as it is open."""
        for decision in self:
            decision._check_takes_part()
        done = super().write(vals)
        names = {"name": "summary", "due_on": "date_deadline", "user_id": "user_id"}
        changes = {names[key]: vals[key] for key in vals if key in names}
        if changes:
            self.sudo().activity_id.filtered("active").write(changes)
        return done

    def unlink(self):
        for decision in self:
            decision._check_takes_part()
        self.sudo().activity_id.filtered("active").unlink()
        return super().unlink()

    def _check_takes_part(self):
        """Who leads the run, or has a step in it, decides in it."""
        user, run = self.env.user, self.run_id
        run.check_access("read")
        if self.env.su or user.has_group("tpe_base.group_tpe_manager"):
            return
        if user not in run.sudo().step_ids.user_id | run.responsible_id:
            raise AccessError(
                self.env._("Only those who take part in « %s » decide in it.", run.name)
            )

    def _state_words(self):
        return self.env._("done") if self.is_done else self.env._("not done")
