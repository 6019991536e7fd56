from datetime import timedelta

from odoo import api, fields, models


class AccountMoveExpected(models.Model):
    """When the money of an invoice may be expected: what he said, else his habits."""

    _inherit = "account.move"

    tpe_expected_on = fields.Date(
        string="Payment expected on",
        compute="_compute_tpe_expected_on",
        groups="tpe_base.group_tpe_assistant,account.group_account_readonly",
        help="The day the customer named; else the due date and his usual delay, the "
        "median of at least three payments within two years. Empty while it is "
        "disputed, when too little is known, and once he waits longer than usual.",
    )

    @api.depends("amount_residual", "invoice_date_due", "state")
    def _compute_tpe_expected_on(self):
        self.tpe_expected_on = False
        facts = self.env["tpe.receivable.settlement"].sudo()
        owed = self.filtered(
            lambda move: (
                move.state == "posted"
                and move.is_sale_document(include_receipts=True)
                and move.amount_residual > 0
            )
        )
        for company, moves in owed.grouped("company_id").items():
            today, said = company._dunning_today(), moves._dunning_expected()
            habits = facts._habits(company, moves.commercial_partner_id)
            for move in moves:
                habit = habits.get(move.commercial_partner_id.id)
                usual = habit and move.invoice_date_due + timedelta(habit.days)
                if move in said:
                    move.tpe_expected_on = said[move]
                elif usual and usual >= today:
                    move.tpe_expected_on = usual
