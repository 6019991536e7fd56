from odoo import api, fields, models
from odoo.fields import Domain

from .dunning_reminder import OPEN_STATES


class DunningReminderAddress(models.Model):
    """What is missing to reach a customer, said before anything is sent."""

    _inherit = "tpe.dunning.reminder"

    address_problem = fields.Char(
        string="Address",
        compute="_compute_address_problem",
        search="_search_address_problem",
        help="Why the message cannot reach the customer.",
    )

    @api.depends("partner_id", "channel", "state")
    @api.depends_context("lang", "company")
    def _compute_address_problem(self):
        waiting = self.filtered(lambda reminder: reminder.state in OPEN_STATES)
        (self - waiting).address_problem = False
        for company, reminders in waiting.grouped("company_id").items():
            partners = reminders.partner_id.with_company(company)
            recipients = partners._dunning_recipients()
            # Read together: a black list looked up one by one costs a query each.
            together = self.env["res.partner"].union(*recipients.values())
            refused = set(together.filtered("is_blacklisted").ids)
            texts = reminders.filtered(lambda r: r.channel == "sms")._sms_refused()
            for reminder in reminders:
                recipient = recipients[reminder.partner_id.id]
                reminder.address_problem = reminder._address_problem(
                    recipient, recipient.id in refused or reminder in texts
                )

    def _address_problem(self, recipient, refused):
        """In words, why a message by its channel reaches nobody, or False."""
        if self.channel == "email" and not recipient:
            return self.env._("No e-mail address")
        if self.channel in ("email", "sms") and refused:
            return self.env._("Asked not to be written to")
        if self.channel in ("phone", "sms") and not self.partner_id.phone:
            return self.env._("No telephone number")
        if self.channel in ("letter", "registered") and not (
            self.partner_id.street and self.partner_id.city
        ):
            return self.env._("No postal address")
        return False

    @api.model
    def _search_address_problem(self, operator, value):
        if operator not in ("in", "not in") or set(value) != {False}:
            return NotImplemented
        waiting = self.search([("state", "in", OPEN_STATES)])
        without = waiting.filtered("address_problem").ids
        return Domain("id", "not in" if operator == "in" else "in", without)
