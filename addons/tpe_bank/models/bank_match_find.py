import contextlib

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import format_amount, format_date

FOUND = 12  # answers of each kind to a search


class TpeBankMatch(models.AbstractModel):
    """What a person may look for, for a line that nothing fits."""

    _inherit = "tpe.bank.match"

    @api.model
    def action_find(self, line_id, text):
        """Open items, accounts and partners that ``text`` may mean, for a line."""
        line = self.env["account.bank.statement.line"].browse(line_id).exists()
        line.check_access("read")
        text = (text or "").strip()
        if not text:
            return []
        return [
            *self._found_dues(line, text),
            *self._found_partners(line, text),
            *self._found_accounts(line, text),
        ]

    def _found_dues(self, line, text):
        domain = Domain(line._get_default_amls_matching_domain())
        domain &= Domain("account_id.account_type", "!=", "asset_cash")
        domain &= Domain("account_id", "!=", line.journal_id.suspense_account_id.id)
        wanted = (
            Domain("move_name", "ilike", text)
            | Domain("ref", "ilike", text)
            | Domain("partner_id.complete_name", "ilike", text)
        )
        number = text.replace(" ", "").replace("\u202f", "").replace(",", ".")
        with contextlib.suppress(ValueError):
            amount = abs(float(number))
            wanted |= Domain("amount_residual_currency", "in", (amount, -amount))
        sign = ">" if line.amount > 0 else "<"
        domain &= wanted & Domain("amount_residual_currency", sign, 0)
        found = self.env["account.move.line"].search(
            domain, limit=FOUND + 1, order="date_maturity, id"
        )
        more = {
            "type": "more",
            "id": 0,
            "name": self.env._(
                "There are others: type more of the name or the number."
            ),
        }
        return [
            {
                "type": "due",
                "id": due.id,
                "name": due.move_id.ref
                if due.move_id.is_purchase_document() and due.move_id.ref
                else due.move_name,
                "detail": due.partner_id.display_name or due.account_id.display_name,
                "day": format_date(self.env, due.date_maturity or due.date),
                "amount": due.amount_residual_currency,
                "shown": format_amount(
                    self.env, due.amount_residual_currency, due.currency_id
                ),
                "foreign": due.currency_id
                != (line.foreign_currency_id or line.currency_id),
            }
            for due in found[:FOUND]
        ] + [more] * (len(found) > FOUND)

    def _found_partners(self, line, text):
        partners = self.env["res.partner"].search(
            [
                ("complete_name", "ilike", text),
                ("parent_id", "=", False),
                *self.env["res.partner"]._check_company_domain(line.company_id),
            ],
            limit=FOUND // 2,
        )
        return [
            {"type": "partner", "id": one.id, "name": one.display_name}
            for one in partners
        ]

    def _found_accounts(self, line, text):
        accounts = self.env["account.account"].with_company(line.company_id)
        found = accounts.search(
            [
                *accounts._check_company_domain(line.company_id),
                "|",
                ("code", "=ilike", f"{text}%"),
                ("name", "ilike", text),
                ("account_type", "not in", ("asset_cash", "off_balance")),
            ],
            limit=FOUND // 2,
        )
        return [
            {"type": "account", "id": one.id, "name": one.display_name} for one in found
        ]
