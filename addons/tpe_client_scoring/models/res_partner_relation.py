from odoo import fields, models

from ..tools.notice import SAFE_MONTHS, months_between, proposed_months
from .client_score import READERS


class ResPartner(models.Model):
    _inherit = "res.partner"

    tpe_deposit_percent = fields.Float(
        string="Deposit at the order (%)",
        company_dependent=True,
        groups=READERS,
        help="Agreed with this customer: to be asked for on his quotes. 0: as usual.",
    )

    def _tpe_relation(self, company):
        """``(first invoice, months since, proposed months of notice)``."""
        self.ensure_one()
        invoice = (
            self.env["account.move"]
            .sudo()
            .search(
                [
                    ("company_id", "=", company.id),
                    ("commercial_partner_id", "=", self.commercial_partner_id.id),
                    ("move_type", "=", "out_invoice"),
                    ("state", "=", "posted"),
                ],
                order="invoice_date",
                limit=1,
            )
        )
        first = invoice.invoice_date
        months = months_between(first, company._dunning_today()) if first else 0
        return first, months, proposed_months(months)

    def _tpe_notice_guard(self, company):
        """What the law asks before a customer is let go."""
        self.ensure_one()
        profile = self.commercial_partner_id.tpe_profile
        if profile == "public":
            return self.env._(
                "Public buyer: a public contract is not ended by a letter of yours. Carry "
                "it out, and do not bid again."
            )
        if profile == "consumer":
            return self.env._(
                "Consumer: refusing to sell or to serve needs a legitimate reason, and "
                "the letter says it (Code de la consommation, art. L121-11, to be "
                "confirmed). Unpaid invoices, abuse, or work you are not able to do are "
                "such reasons; the price he accepts to pay is not."
            )
        first, months, proposed = self._tpe_relation(company)
        if not first:
            return self.env._(
                "No invoice yet: there is no established relation, a polite refusal is "
                "enough."
            )
        return self.env._(
            "Code de commerce, art. L442-1 II: whoever ends an established relation "
            "without a written notice that is long enough is liable. First invoice on "
            "%(first)s, %(months)s months ago: %(proposed)s months of notice are "
            "proposed (a month for each year begun, a habit of judgments, to be "
            "confirmed). %(safe)s months are always enough. Grave defaults on his side "
            "may excuse it: ask a lawyer before. A sharp rise of prices may count as a "
            "partial end.",
            first=self.env["tpe.client.score"]._day_word(first),
            months=months,
            proposed=proposed,
            safe=SAFE_MONTHS,
        )
