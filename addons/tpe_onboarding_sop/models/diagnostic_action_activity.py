from odoo import api, models

ACTIVITY = "tpe_onboarding_sop.mail_activity_type_diagnostic_action"
OPEN = ("todo", "started")
TOLD = {"user_id", "due_on", "name", "state"}


class DiagnosticAction(models.Model):
    """What is asked of the owner of an action: one activity, on its day."""

    _inherit = "tpe.diagnostic.action"

    @api.model_create_multi
    def create(self, vals_list):
        actions = super().create(vals_list)
        actions._ask()
        return actions

    def write(self, vals):
        done = super().write(vals)
        if TOLD & set(vals):
            self._ask()
        return done

    def _ask(self):
        """An activity for each open action that has an owner, and for no other one."""
        asked = self._asked().grouped("res_id")
        none = self.env["mail.activity"].sudo()
        for action in self.sudo():
            activity = asked.get(action.id, none)
            if action.state == "done":
                activity.action_feedback()
            elif action.state not in OPEN or not action.user_id:
                activity.unlink()
            elif activity:
                activity.write(action._changed(activity))
            else:
                action.activity_schedule(
                    ACTIVITY,
                    action._asked_for(),
                    summary=action.name,
                    user_id=action.user_id.id,
                )

    def _asked(self):
        return (
            self.env["mail.activity"]
            .sudo()
            .search(
                [
                    ("res_model", "=", self._name),
                    ("res_id", "in", self.ids),
                    ("activity_type_id", "=", self.env.ref(ACTIVITY).id),
                ]
            )
        )

    def _asked_for(self):
        return self.due_on or self.env["tpe.sop"]._today(self.company_id)

    def _changed(self, activity):
        """What the activity does not say yet: the same again would tell it again."""
        wanted = {
            "summary": self.name,
            "user_id": self.user_id.id,
            "date_deadline": self._asked_for(),
        }
        given = {
            "summary": activity.summary,
            "user_id": activity.user_id.id,
            "date_deadline": activity.date_deadline,
        }
        return {name: wanted[name] for name in wanted if wanted[name] != given[name]}
