from odoo import models
from odoo.fields import Domain

from ..tools.match import Flow

# Where the money goes that no bill announces, in the French chart.
ACCOUNTS = {"rent": "613", "vat": "4455", "tax": "444,447"}


class TpeBankMatch(models.AbstractModel):
    """What comes back each month, as the forecast of the firm knows it."""

    _inherit = "tpe.bank.match"

    def _read_flows(self, company, since, scale):
        """The recurring flows of a firm, where that addon is and this user may see them."""
        if "tpe.cash.recurring" not in self.env:
            return ()
        flows = self.env["tpe.cash.recurring"]
        if not flows.has_access("read"):
            return ()
        found = flows.search(
            Domain("company_id", "=", company.id)
            & Domain("is_proposed", "=", False)
            & Domain("amount_mode", "=", "typed")
            & (Domain("end_day", "=", False) | Domain("end_day", ">=", since))
        )
        return tuple(
            Flow(
                name=flow.name,
                amount=round(flow.amount * scale[flow.currency_id.name])
                * (1 if flow.direction == "in" else -1),
                currency=flow.currency_id.name,
                partner=flow.partner_id.commercial_partner_id.id or 0,
                prefixes=_prefixes(flow),
            )
            for flow in found
        )


def _prefixes(flow):
    codes = flow.debt_accounts or ACCOUNTS.get(flow.category, "")
    return tuple(code.strip() for code in codes.split(",") if code.strip())
