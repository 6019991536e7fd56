from datetime import timedelta

from markupsafe import Markup

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import format_date

OPEN = ("todo", "started")
A_WEEK = 7  # days between two messages to the same person


class DiagnosticAction(models.Model):
    """A plan is not a file that dies: who is late hears of it, once a week."""

    _inherit = "tpe.diagnostic.action"

    @api.model
    def _cron_diagnostic(self):
        """Remind the owners of what is late, then ask to measure again after 90 days."""
        today = self.env["tpe.sop"]._today()
        people = self._to_remind(today)
        diagnostics = self.env["tpe.diagnostic"]
        again = diagnostics._again_domain(today)
        commit = self.env["ir.cron"]._commit_progress
        commit(remaining=len(people) + diagnostics.search_count(again))
        for company, owner in people:
            self._remind(company, owner, today)
            if not commit(1):
                return
        for diagnostic in diagnostics.search(again):
            locked = diagnostic.try_lock_for_update().filtered_domain(again)
            if locked:
                locked._ask_again(today)
            if not commit(1):
                return

    @api.model
    def _late_domain(self, today):
        return (
            Domain("state", "in", OPEN)
            & Domain("due_on", "<", today)
            & Domain("user_id.active", "=", True)
        )

    @api.model
    def _to_remind(self, today):
        """``(company, owner)`` of what is late, but not who was told this week."""
        pair = ["company_id", "user_id"]
        late = self._read_group(self._late_domain(today), pair)
        told = self._read_group([("reminded_on", ">", today - timedelta(A_WEEK))], pair)
        told = set(told)
        return [one for one in late if one not in told]

    @api.model
    def _remind(self, company, owner, today):
        """One message for all that is late of ``owner``."""
        domain = self._late_domain(today) & Domain(
            [("company_id", "=", company.id), ("user_id", "=", owner.id)]
        )
        late = self.search(domain, order="due_on, id")
        late = late.try_lock_for_update().filtered_domain(domain).sorted("due_on")
        # Another worker may have told him since.
        if not late or (company, owner) not in self._to_remind(today):
            return
        late.reminded_on = today
        said = late[0].with_context(lang=owner.lang)
        rows = Markup().join(
            Markup("<li><strong>%s</strong> (%s)</li>")
            % (action.name, format_date(said.env, action.due_on))
            for action in late
        )
        said.message_notify(
            # Without them the message has no button to the action.
            model=said._name,
            res_id=said.id,
            partner_ids=owner.partner_id.ids,
            # Of the machine: « -- System ».
            email_add_signature=False,
            subject=said.env._("Your plan: %s late", len(late)),
            body=Markup("<p>%s</p><ul>%s</ul><p>%s</p>")
            % (
                said.env._("These actions of the plan are after their day:"),
                rows,
                said.env._(
                    "Start them, put off their day with a manager, or say why they are "
                    "dropped."
                ),
            ),
        )
