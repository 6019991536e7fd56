from collections import Counter
from datetime import timedelta

from odoo import models
from odoo.fields import Domain

from odoo.addons.tpe_base.tools.working_days import is_working_day

DORMANT = "tpe_onboarding_sop.mail_activity_type_dormant"
TWO_FACTOR = "tpe_onboarding_sop.mail_activity_type_two_factor"
CUSTOMERS = 40  # asked at once: more would not be called
CALLS_A_DAY = 5


class DiagnosticAction(models.Model):
    """Actions that ask something of many people: an activity for each, once."""

    _inherit = "tpe.diagnostic.action"

    def _start_dormant(self):
        """A call to make on each dormant customer, some a day, the first ones first."""
        customers = self._dormant_customers()
        asked = customers[:CUSTOMERS]
        self._ask_on(asked, DORMANT)
        left = len(customers) - len(asked)
        words = self.env._("Calls to make: %s.", len(asked))
        if left:
            words += " " + self.env._(
                "Other dormant customers: %(left)s. Reopen this action once these calls "
                "are made, and start it again for the next ones.",
                left=left,
            )
        self.sudo().message_post(body=words, author_id=self.env.user.partner_id.id)

    def _show_dormant(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.name,
            "res_model": "res.partner",
            "views": [(False, "list"), (False, "kanban"), (False, "form")],
            "mobile_view_mode": "kanban",
            "domain": [
                ("activity_ids.activity_type_id", "=", self.env.ref(DORMANT).id)
            ],
            "context": {"create": False},
        }

    def _dormant_customers(self):
        """Those of the diagnostic who bought nothing since and were not called since."""
        frozen = self.sudo().answer_id.action or {}
        if frozen.get("res_model") != "res.partner":
            return self.env["res.partner"]
        partners = self.env["res.partner"].search(Domain(frozen.get("domain") or []))
        since = self.diagnostic_id.sudo().day
        bought = (
            self.env["account.move"]
            .sudo()
            ._read_group(
                [
                    ("company_id", "=", self.company_id.id),
                    ("state", "=", "posted"),
                    ("move_type", "=", "out_invoice"),
                    ("invoice_date", ">", since),
                    ("commercial_partner_id", "in", partners.commercial_partner_id.ids),
                ],
                ["commercial_partner_id"],
            )
        )
        back = {partner.id for [partner] in bought}
        asked = self._already_asked(partners, DORMANT, since)
        return partners.filtered(
            lambda one: one.commercial_partner_id.id not in back and one.id not in asked
        )

    def _start_two_factor(self):
        """Ask each user of the company who signs in with a password alone."""
        if "totp_enabled" not in self.env["res.users"]._fields:
            return
        users = self.env["res.users"].sudo()
        staff = [("share", "=", False), ("company_ids", "in", self.company_id.ids)]
        # Core's search of this field knows « with » only.
        users = users.search(staff) - users.search([("totp_enabled", "=", True)])
        asked = self._already_asked(users.partner_id, TWO_FACTOR)
        for user in users:
            if user.partner_id.id not in asked:
                user.partner_id.with_context(
                    mail_activity_quick_update=True
                ).activity_schedule(
                    TWO_FACTOR,
                    self._asked_for(),
                    summary=self.env._("Switch on two-factor authentication"),
                    user_id=user.id,
                )

    def _show_two_factor(self):
        """The user's own preferences: where it is switched on."""
        return self._screen("base.action_res_users_my") | {"res_id": self.env.uid}

    def _ask_on(self, partners, activity_type):
        """An activity of the owner on each, spread over the working days to come."""
        day = self.env["tpe.sop"]._today(self.company_id)
        given = Counter()
        owner = self.user_id or self.env.user
        values = []
        for partner in partners:
            while given[day] >= CALLS_A_DAY or not is_working_day(day):
                day += timedelta(1)
            given[day] += 1
            values.append(
                {
                    "activity_type_id": self.env.ref(activity_type).id,
                    "res_model_id": self.env["ir.model"]._get_id("res.partner"),
                    "res_id": partner.id,
                    "summary": self.name,
                    "note": self.why,
                    "date_deadline": day,
                    "user_id": owner.id,
                    "automated": True,
                }
            )
        activities = self.env["mail.activity"].sudo()
        activities.with_context(mail_activity_quick_update=True).create(values)

    def _already_asked(self, partners, activity_type, since=None):
        """Ids of the partners who have this activity, or had it since a day."""
        domain = (
            Domain("res_model", "=", "res.partner")
            & Domain("res_id", "in", partners.ids)
            & Domain("activity_type_id", "=", self.env.ref(activity_type).id)
        )
        if since:
            domain &= Domain("active", "=", True) | Domain("date_done", ">=", since)
        else:
            domain &= Domain("active", "=", True)
        activities = self.env["mail.activity"].sudo().with_context(active_test=False)
        return set(activities.search(domain).mapped("res_id"))
