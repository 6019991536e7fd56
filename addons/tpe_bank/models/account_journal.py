from odoo import fields, models
from odoo.tools.misc import format_date

from .bank_match_menu import other_screen


class AccountJournal(models.Model):
    """What a bank account shows beside its lines, and the files dropped on its card."""

    _inherit = "account.journal"

    tpe_bank_layouts = fields.Json(
        string="Columns of its CSV files", readonly=True, copy=False
    )
    tpe_bank_last_date = fields.Date(
        string="Last bank line", compute="_compute_tpe_bank_days"
    )
    tpe_bank_matched_date = fields.Date(
        string="Last matched line", compute="_compute_tpe_bank_days"
    )
    tpe_bank_age = fields.Integer(
        string="Days without a line", compute="_compute_tpe_bank_days"
    )
    tpe_bank_to_match = fields.Integer(
        string="To match", compute="_compute_tpe_bank_days"
    )
    tpe_bank_can_match = fields.Boolean(compute="_compute_tpe_bank_days")

    def _compute_tpe_bank_days(self):
        today = fields.Date.context_today(self)
        found = self._tpe_bank_days(self.company_id, today)
        ours = not other_screen(self.env)
        for journal in self:
            days = found.get(journal.id)
            last = days and days.last
            journal.tpe_bank_last_date = last
            journal.tpe_bank_matched_date = days and days.matched
            journal.tpe_bank_to_match = days.to_match if days else 0
            journal.tpe_bank_can_match = ours and bool(journal.tpe_bank_to_match)
            journal.tpe_bank_age = (today - last).days if last else 0

    def _fill_bank_cash_dashboard_data(self, dashboard_data):
        result = super()._fill_bank_cash_dashboard_data(dashboard_data)
        for journal in self.filtered(lambda journal: journal.type == "bank"):
            last, matched = journal.tpe_bank_last_date, journal.tpe_bank_matched_date
            dashboard_data[journal.id].update(
                {
                    "tpe_bank_last": last and format_date(self.env, last),
                    "tpe_bank_matched": matched and format_date(self.env, matched),
                    "tpe_bank_age": journal.tpe_bank_age,
                }
            )
        return result

    def create_document_from_attachment(self, attachment_ids):
        """Files dropped on the card of a bank account are bank files."""
        journal = self or self.browse(self.env.context.get("default_journal_id"))
        # Enterprise and others read them too: theirs stays in charge.
        theirs = hasattr(type(self), "_import_bank_statement")
        if journal.type != "bank" or theirs:
            return super().create_document_from_attachment(attachment_ids)
        files = self.env["tpe.bank.import"].with_context(default_journal_id=journal.id)
        return files.create_document_from_attachment(attachment_ids)

    def action_tpe_bank_match(self):
        """The screen on which the lines of this bank account are matched."""
        self.ensure_one()
        action = self.env["ir.actions.client"]._for_xml_id("tpe_bank.bank_match_action")
        return {**action, "params": {"journal_id": self.id}}

    def action_tpe_bank_lines(self):
        """The lines of this bank account."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "tpe_bank.account_bank_statement_line_action"
        )
        return {**action, "domain": [("journal_id", "=", self.id)]}
