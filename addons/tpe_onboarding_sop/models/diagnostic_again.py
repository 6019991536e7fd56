from datetime import timedelta

from odoo import fields, models
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

    _measured_again_once = models.UniqueIndex(
        "(previous_id) WHERE previous_id IS NOT NULL",
        "This diagnostic was measured again already.",
    )

    def action_measure_again(self):
        """Ask the same questions today; the books are read as they are today."""
        self.ensure_one()
        self.check_access("write")
        if self.state != "done":
            raise UserError(
                self.env._(
                    "« %s » is not done yet: there is nothing to compare with.",
                    self.name,
                )
            )
        if not self.sudo().try_lock_for_update(allow_referencing=True):
            raise UserError(
                self.env._(
                    "Somebody else is measuring again at this very moment: look again in "
                    "a few seconds."
                )
            )
        again = self.next_ids[:1] or self._measure_again()
        self.sudo().activity_feedback([AGAIN])
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": again.id,
            "views": [(False, "form")],
        }

    def _measure_again(self):
        return (
            self.with_company(self.company_id)
            .sudo()
            .create(
                {
                    "company_id": self.company_id.id,
                    "user_id": self.user_id.id,
                    "previous_id": self.id,
                }
            )
            .with_env(self.env)
        )

    def _again_domain(self, today):
        return (
            Domain("state", "=", "done")
            & Domain("day", "<=", today - timedelta(AGAIN_AFTER))
            & Domain("again_asked_on", "=", False)
            & Domain("next_ids", "=", False)
        )

    def _ask_again(self, today):
        """Ask who led it to measure again, unless a later one was made on its own."""
        self.again_asked_on = today
        later = self.search_count(
            [("company_id", "=", self.company_id.id), ("day", ">", self.day)], limit=1
        )
        if not later and self.user_id.active:
            leader = self.user_id
            said = self.with_context(lang=leader.lang, mail_activity_quick_update=True)
            said.activity_schedule(
                AGAIN,
                today,
                summary=said.env._("Measure again: what did the plan change?"),
                user_id=leader.id,
            )
