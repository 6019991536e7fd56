from odoo import models
from odoo.exceptions import UserError

ANSWER = "tpe_onboarding_sop.mail_activity_type_diagnostic"
MAY_ANSWER = (
    "tpe_onboarding_sop.group_sop_user",
    "account.group_account_readonly",
)


class Diagnostic(models.Model):
    """Who else answers: each is told, and answers apart."""

    _inherit = "tpe.diagnostic"

    def action_invite(self, user_ids):
        """Ask these people, each by an activity of his own."""
        self.ensure_one()
        self._check_manager()
        users = self._invitable().filtered(lambda user: user.id in user_ids)
        if len(users) != len(set(user_ids)):
            raise UserError(
                self.env._("This person cannot answer here, or was asked already.")
            )
        diagnostic = self.sudo()
        for user in users:
            diagnostic._add_person(user)
            diagnostic.activity_schedule(
                ANSWER,
                user_id=user.id,
                summary=self.env._("Answer the diagnostic"),
                note=self.env._(
                    "About twenty questions, a quarter of an hour. Whoever leads the "
                    "diagnostic reads your answers, your colleagues do not."
                ),
            )
        return self.action_page()

    def _invitable(self):
        """Users of the company who can open the page and were not asked yet."""
        groups = [self.env.ref(name).id for name in MAY_ANSWER]
        users = (
            self.env["res.users"]
            .sudo()
            .search(
                [
                    ("company_ids", "in", self.company_id.ids),
                    ("all_group_ids", "in", groups),
                ]
            )
        )
        return users - self.sudo().respondent_ids.user_id - self.user_id

    def _tell_answered(self, users):
        """Nothing more is asked of these people."""
        for user in users:
            self.activity_feedback([ANSWER], user_id=user.id)
