from odoo import api, fields, models
from odoo.tools.sql import column_exists, create_column

from ..tools.ladder import RANKS


class AccountMove(models.Model):
    _inherit = "account.move"

    tpe_dunning_line_ids = fields.One2many(
        "tpe.dunning.reminder.line",
        "move_id",
        string="Reminder lines",
        groups="tpe_base.group_tpe_assistant,account.group_account_readonly",
    )
    tpe_dunning_policy_id = fields.Many2one(
        "tpe.dunning.policy",
        string="Reminder policy",
        check_company=True,
        copy=False,
        groups="tpe_base.group_tpe_assistant,account.group_account_readonly",
        help="Wins over the one of the customer and of the company.",
    )
    tpe_dunning_stage = fields.Selection(
        [
            ("none", "No reminder"),
            ("friendly", "Friendly reminder"),
            ("firm", "Firm reminder"),
            ("formal", "Formal notice"),
        ],
        string="Reminder stage",
        compute="_compute_tpe_dunning_stage",
        store=True,
        index="btree_not_null",
        copy=False,
        help="The furthest message that was delivered for this invoice.",
    )
    tpe_reminder_count = fields.Integer(
        string="Reminders sent",
        compute="_compute_tpe_reminder_count",
        groups="tpe_base.group_tpe_assistant,account.group_account_readonly",
    )

    def _auto_init(self):
        self._add_dunning_stage()
        return super()._auto_init()

    @api.model
    def _add_dunning_stage(self):
        """Fill the new column of a ledger of any size with one statement."""
        cr = self.env.cr
        if column_exists(cr, "account_move", "tpe_dunning_stage"):
            return
        create_column(cr, "account_move", "tpe_dunning_stage", "varchar")
        cr.execute(
            """UPDATE account_move SET tpe_dunning_stage = 'none'
                WHERE move_type IN ('out_invoice', 'out_refund', 'out_receipt')"""
        )

    @api.depends("move_type", "tpe_dunning_line_ids.rank", "tpe_dunning_line_ids.state")
    def _compute_tpe_dunning_stage(self):
        stages = ("none", "friendly", "firm", "formal")
        sale_documents = self.filtered(
            lambda move: move.is_sale_document(include_receipts=True)
        )
        (self - sale_documents).tpe_dunning_stage = False
        for move in sale_documents:
            delivered = move.tpe_dunning_line_ids.filtered(
                lambda line: line.state == "sent" and line.rank in RANKS
            )
            move.tpe_dunning_stage = stages[max(delivered.mapped("rank"), default=0)]

    def _compute_tpe_reminder_count(self):
        counts = dict(
            self.env["tpe.dunning.reminder.line"]._read_group(
                [("move_id", "in", self.ids), ("state", "=", "sent")],
                ["move_id"],
                ["reminder_id:count_distinct"],
            )
        )
        for move in self:
            move.tpe_reminder_count = counts.get(move, 0)

    def _tpe_shows_document(self):
        """Whether the customer finds the document itself behind a link."""
        self.ensure_one()
        return self.is_sale_document(include_receipts=True)

    def action_open_tpe_reminders(self):
        """Open the reminders that name these invoices."""
        return {
            **self.env["ir.actions.actions"]._for_xml_id(
                "tpe_dunning.dunning_reminder_action_history"
            ),
            "domain": [("line_ids.move_id", "in", self.ids)],
            "context": {},
        }
