from odoo import fields, models


class DunningReminderPage(models.Model):
    """The link of the customer's page in each message."""

    _inherit = "tpe.dunning.reminder"

    page_url = fields.Char(string="Customer's page", compute="_compute_page_url")

    def _compute_page_url(self):
        accesses = self.env["tpe.dunning.access"].sudo()
        for company, reminders in self.grouped("company_id").items():
            open_pages = accesses.search(
                [
                    ("company_id", "=", company.id),
                    ("partner_id", "in", reminders.partner_id.ids),
                    ("revoked", "=", False),
                ]
            ).grouped("partner_id")
            for reminder in reminders:
                access = open_pages.get(reminder.partner_id)
                reminder.page_url = (
                    company.get_base_url() + access._path()
                    if access
                    else reminder.partner_id._dunning_page_url(company)
                )

    def _renew_pages(self):
        """What leaves renews the link; what a person only reads does not."""
        for company, reminders in self.grouped("company_id").items():
            self.env["tpe.dunning.access"]._issue_all(reminders.partner_id, company)
        self.invalidate_recordset(["page_url", "payment_means"], flush=False)
