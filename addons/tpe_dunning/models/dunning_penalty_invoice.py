from odoo import Command, models
from odoo.exceptions import UserError

from .dunning_penalty import OPEN_STATES


class DunningPenaltyInvoice(models.Model):
    """The invoice that asks for penalties: out of VAT, and only when a person decides."""

    _inherit = "tpe.dunning.penalty"

    def action_invoice(self):
        """Prepare one draft invoice for each customer; a person posts it."""
        self.env.user._tpe_check_manager()
        self._only(OPEN_STATES)
        # Two clicks at once: the second one waits, then sees what the first one did.
        self.sudo().lock_for_update()
        self.invalidate_recordset()
        self._only(OPEN_STATES)
        moves = self.env["account.move"]
        by_customer = self.grouped(lambda one: (one.company_id, one.partner_id))
        for penalties in by_customer.values():
            moves |= penalties._create_invoice()
        action = {
            **self.env["ir.actions.actions"]._for_xml_id(
                "account.action_move_out_invoice"
            ),
            "domain": [("id", "in", moves.ids)],
            "context": {"create": False},
        }
        if len(moves) == 1:
            action |= {"res_id": moves.id, "views": [(False, "form")]}
        return action

    def action_open_penalty_invoice(self):
        """Open the invoice that asks for these penalties."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "account.move",
            "res_id": self.penalty_move_id.id,
            "view_mode": "form",
        }

    def _create_invoice(self):
        """A draft invoice for the penalties of one customer.

        Damages, not the price of anything: outside the scope of VAT (CGI, article 256;
        BOI 3 B-1-06 for the principle).
        """
        company = self.company_id
        lang = self.partner_id.lang or company.partner_id.lang
        speaking = self.with_context(lang=lang).with_company(company)
        lines = [line for one in speaking for line in one._invoice_lines()]
        if not lines:
            raise UserError(self.env._("Nothing is left to invoice."))
        lines.append(
            Command.create(
                {
                    "display_type": "line_note",
                    "name": speaking.env._(
                        "Penalties and compensation for late payment: outside the "
                        "scope of VAT (CGI, article 256)."
                    ),
                }
            )
        )
        move = speaking.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": self.move_id[:1].partner_id.id,
                "company_id": company.id,
                "invoice_payment_term_id": False,
                "invoice_origin": ", ".join(self.move_id.mapped("name")),
                "tpe_is_penalty": True,
                "invoice_line_ids": lines,
            }
        )
        self.sudo()._claim()
        self.sudo().penalty_move_id = move
        return move

    def _invoice_lines(self):
        """Interest, then the fee, what was waived deducted."""
        self.ensure_one()
        moves = self.env["account.move"]
        interest = self.currency_id.round(self.amount_interest - self.waived_interest)
        fee = self.currency_id.round(self.amount_fee - self.waived_fee)
        lines = []
        if interest > 0:
            name = self.env._(
                "Late-payment interest on invoice %(invoice)s (%(computation)s)",
                invoice=self.move_id.name,
                computation=self.computation_text,
            )
            account = self._income_account("pcg_7631")
            lines.append(moves._tpe_penalty_line(name, interest, account))
        if fee > 0:
            name = self.env._(
                "Fixed recovery fee (D441-5) on invoice %s", self.move_id.name
            )
            account = self._income_account("pcg_7581")
            lines.append(moves._tpe_penalty_line(name, fee, account))
        return lines

    def _income_account(self, xml_id):
        """An account of the French chart, or none: the journal's own is then used."""
        account = (
            self.env["account.chart.template"]
            .sudo()
            .with_company(self.company_id)
            .ref(xml_id, raise_if_not_found=False)
        )
        return account if account and account.active else None
