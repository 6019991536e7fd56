from odoo import api, models

# A plan has thirty lines: who is asked all of them at once looks at none.
AT_A_TIME = 3
ACTIVITY = "tpe_onboarding_sop.mail_activity_type_diagnostic_action"
OPEN = ("todo", "started")
TOLD = {"user_id", "due_on", "name", "state"}


class DiagnosticAction(models.Model):
    """What is asked of the owner of an action: the next ones of his, each on its day."""

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

    def unlink(self):
        left = self.sudo().search([("company_id", "in", self.company_id.ids)]) - self
        done = super().unlink()
        left._ask()
        return done

    def _ask(self):
        """An activity for the next open actions of each person, and for no other one."""
        actions = self.sudo()
        mine = actions.search(
            [
                ("company_id", "in", actions.company_id.ids),
                ("state", "in", OPEN),
                ("user_id", "!=", False),
            ]
        )
        wanted = self.browse()
        for theirs in mine.grouped(
            lambda action: (action.company_id, action.user_id)
        ).values():
            wanted += theirs.sorted(lambda one: one._asked_for())[:AT_A_TIME]
        asked = (actions | mine)._asked().grouped("res_id")
        none = self.env["mail.activity"].sudo()
        for action in actions | mine:
            activity = asked.get(action.id, none)
            if action.state == "done":
                activity.action_feedback()
            elif action not in wanted:
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
