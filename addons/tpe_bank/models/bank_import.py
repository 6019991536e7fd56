from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from .bank_match_menu import other_screen

MAY_CHANGE = {"journal_id", "with_doubtful", "column_ids"}
STATES = [
    ("review", "To look at"),
    ("done", "Imported"),
    ("refused", "Refused"),
    ("undone", "Undone"),
]
KINDS = [("camt", "CAMT.053"), ("ofx", "OFX"), ("csv", "CSV")]


class BankImport(models.Model):
    """One account of one bank file: what it holds, and what became of it."""

    _name = "tpe.bank.import"
    _description = "Bank File"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "id desc"
    _check_company_auto = True

    name = fields.Char(string="File", required=True, readonly=True)
    state = fields.Selection(STATES, required=True, readonly=True, default="review")
    kind = fields.Selection(KINDS, string="Format", readonly=True)
    company_id = fields.Many2one("res.company", required=True, readonly=True)
    journal_id = fields.Many2one(
        "account.journal",
        string="Bank account",
        domain="[('type', '=', 'bank')]",
        check_company=True,
        index=True,
    )
    currency_id = fields.Many2one("res.currency", compute="_compute_currency_id")
    attachment_id = fields.Many2one(
        "ir.attachment", string="Original", required=True, readonly=True
    )
    # Which of the accounts in the file.
    part = fields.Integer(readonly=True)
    account = fields.Char(string="Account in the file", readonly=True)
    date_from = fields.Date(string="From", readonly=True)
    date_to = fields.Date(string="To", readonly=True)
    opening = fields.Monetary(string="Opening balance", readonly=True)
    closing = fields.Monetary(string="Closing balance", readonly=True)
    has_closing = fields.Boolean(readonly=True)
    new_count = fields.Integer(string="New", readonly=True)
    known_count = fields.Integer(string="Already there", readonly=True)
    doubtful_count = fields.Integer(string="Look alike", readonly=True)
    skipped_count = fields.Integer(string="Not booked yet", readonly=True)
    with_doubtful = fields.Boolean(
        string="Import those that look alike too",
        help="Same day and amount as a line that is there, written otherwise: from "
        "another format, another importer, or typed.",
    )
    refusal = fields.Text(string="Why it is refused", readonly=True)
    gap = fields.Text(string="Balance", readonly=True)
    gap_state = fields.Selection(
        [("none", "No balance in the file"), ("ok", "Agrees"), ("gap", "Gap")],
        string="Balance check",
        readonly=True,
    )
    sample = fields.Json(readonly=True)
    sample_html = fields.Html(
        string="Lines of the file", compute="_compute_sample_html", sanitize=False
    )
    layout = fields.Char(readonly=True)
    column_ids = fields.One2many("tpe.bank.import.column", "import_id", "Columns")
    line_ids = fields.One2many(
        "account.bank.statement.line", "tpe_bank_import_id", "Lines", readonly=True
    )
    matched_count = fields.Integer(compute="_compute_matched_count", string="Matched")
    can_match = fields.Boolean(compute="_compute_matched_count")
    imported_on = fields.Datetime(readonly=True)
    imported_by_id = fields.Many2one("res.users", string="Imported by", readonly=True)

    @api.depends("journal_id", "company_id")
    def _compute_currency_id(self):
        for one in self:
            one.currency_id = (
                one.journal_id.currency_id or one.company_id.sudo().currency_id
            )

    @api.depends("line_ids.is_reconciled")
    def _compute_matched_count(self):
        """Without the lines that hold no money: those count as matched from the start."""
        ours = not other_screen(self.env)
        counts = {
            (one, matched): count
            for one, matched, count in self.env["account.bank.statement.line"]
            .sudo()
            ._read_group(
                [("tpe_bank_import_id", "in", self.ids), ("amount", "!=", 0)],
                ["tpe_bank_import_id", "is_reconciled"],
                ["__count"],
            )
        }
        for one in self:
            one.matched_count = counts.get((one, True), 0)
            one.can_match = ours and bool(counts.get((one, False)))

    @api.depends("sample")
    def _compute_sample_html(self):
        for one in self:
            one.sample_html = one.sample and self.env["ir.qweb"]._render(
                "tpe_bank.bank_import_sample", {"one": one}
            )

    def write(self, vals):
        """A person chooses the account and the columns; the rest comes from the file."""
        if not self.env.su:
            if set(vals) - MAY_CHANGE:
                raise AccessError(
                    self.env._("What a bank file holds is not changed by hand.")
                )
            if any(one.state not in ("review", "refused") for one in self):
                raise UserError(self.env._("This file is imported already."))
        result = super().write(vals)
        if MAY_CHANGE & set(vals) and not self.env.context.get("tpe_bank_reading"):
            self._look_again()
        return result

    def create_document_from_attachment(self, attachment_ids):
        """Called by core's upload button and drop zone: read the files, show them."""
        # Whoever may correct a file may bring one; nobody creates the record by hand.
        self.check_access("write")
        attachments = self.env["ir.attachment"].browse(attachment_ids)
        attachments.check_access("read")
        if any(attachment.res_id for attachment in attachments.sudo()):
            raise AccessError(self.env._("This file belongs to another document."))
        journal = self.env["account.journal"].browse(
            self.env.context.get("default_journal_id")
        )
        journal.check_access("read")
        imports = self._from_attachments(attachments, journal)
        return imports._action_show()

    def action_import(self):
        """Write the new lines of these files."""
        self.check_access("write")
        for one in self:
            one._import()
        return self._action_show()

    def action_undo(self):
        """Take back the lines of these files, while nothing is matched."""
        self.check_access("write")
        for one in self:
            one._undo()

    def action_open_matching(self):
        """The screen on which the lines of this bank account are matched."""
        self.ensure_one()
        return self.journal_id.action_tpe_bank_match()

    def action_open_lines(self):
        """The lines that came with this file."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "tpe_bank.account_bank_statement_line_action"
        )
        action["domain"] = [("tpe_bank_import_id", "=", self.id)]
        return action

    def action_read_again(self):
        """Compare with the books as they are now."""
        self.check_access("write")
        self._look_again()

    def _action_show(self):
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "tpe_bank.bank_import_action"
        )
        if len(self) == 1:
            action.update(view_mode="form", views=[(False, "form")], res_id=self.id)
        else:
            action["domain"] = [("id", "in", self.ids)]
            action["context"] = {}
        return action
