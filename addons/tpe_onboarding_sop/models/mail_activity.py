from odoo import models


class MailActivity(models.Model):
    """« Done » on the activity of an action of the plan is « done » on the action."""

    _inherit = "mail.activity"

    def _action_done(self, feedback=False, attachment_ids=None):
        asking = self.env.ref("tpe_onboarding_sop.mail_activity_type_diagnostic_action")
        ids = [one.res_id for one in self if one.activity_type_id == asking]
        result = super()._action_done(feedback=feedback, attachment_ids=attachment_ids)
        if ids:
            actions = self.env["tpe.diagnostic.action"].sudo()
            actions.browse(ids).exists()._end()
        return result
