from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

AGAIN = "tpe_onboarding_sop.mail_activity_type_measure_again"
AGAIN_AFTER = 90  # days


class Diagnostic(models.Model):
    """Measured again after 90 days: a plan that nobody measures dies."""

    _inherit = "tpe.diagnostic"

    next_ids = fields.One2many(
        "tpe.diagnostic", "previous_id", string="Measured again by"
    )
    again_asked_on = fields.Date(readonly=True, copy=False)

    def action_measure_again(self):
        """Ask the same questions today; the books are read as they are today."""
        self.ensure_one()
        self._check_manager()
        self.check_access("read")
        if self.state != "done":
            raise UserError(
                self.env._(
                    "« %s » is not done yet: there is nothing to compare with.",
                    self.name,
                )
            )
        again = self.next_ids[:1] or self.with_company(self.company_id)._begin()
        if again.previous_id != self:
            raise UserError(
                self.env._(
                    "« %(old)s » is not the last one: measure « %(last)s » again.",
                    old=self.name,
                    last=again.previous_id.name or again.name,
                )
            )
        self.sudo().activity_feedback([AGAIN])
        return again.action_open()

    @api.model
    def _questions(self):
        """What was asked before is asked again, even if it is asked no more elsewhere."""
        before = self.previous_id.sudo().answer_ids.filtered("respondent_id")
        return super()._questions() | before.question_id.with_env(self.env)

    def _again_domain(self, today):
        return (
            Domain("state", "=", "done")
            & Domain("day", "<=", today - timedelta(AGAIN_AFTER))
            & Domain("again_asked_on", "=", False)
            & Domain("next_ids", "=", False)
        )

    def _ask_again(self, today):
        """Ask who led it to measure again."""
        self.again_asked_on = today
        leader = self.user_id
        if leader.active:
            said = self.with_context(lang=leader.lang, mail_activity_quick_update=True)
            said.activity_schedule(
                AGAIN,
                today,
                summary=said.env._("Measure again: what did the plan change?"),
                user_id=leader.id,
            )
