from odoo import fields, models


class DunningReminderPage(models.Model):
    """The link of the customer's page in each message."""

    _inherit = "tpe.dunning.reminder"

    page_url = fields.Char(string="Customer's page", compute="_compute_page_url")

    def _compute_page_url(self):
        for reminder in self:
            reminder.page_url = reminder.partner_id._dunning_page_url(
                reminder.company_id
            )

    def _prepare_to_leave(self):
        """What leaves renews the link; what a person only reads does not."""
        self = self.with_context(tpe_message_leaves=True)
        return super()._prepare_to_leave()

    def _message(self):
        if self.env.context.get("tpe_message_leaves"):
            self.env["tpe.dunning.access"]._issue(self.partner_id, self.company_id)
            self.invalidate_recordset(["page_url", "payment_means"], flush=False)
        return super()._message()
