from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import format_date

from ..tools import payment_terms
from .res_company_law import FRENCH_LAW


class AccountPaymentTerm(models.Model):
    _inherit = "account.payment.term"

    tpe_law_warning = fields.Char(
        string="Beyond the law", compute="_compute_tpe_law_warning"
    )

    @api.depends(
        "line_ids.nb_days",
        "line_ids.delay_type",
        "line_ids.days_next_month",
        "fiscal_country_codes",
    )
    @api.depends_context("lang")
    def _compute_tpe_law_warning(self):
        """Try the term on each day of a year: some only go beyond the law in some months."""
        today = fields.Date.context_today(self)
        year = [today + timedelta(day) for day in range(366)]
        for term in self:
            found = None
            if term._is_of_french_law():
                found = payment_terms.first_excess(
                    (day, line._get_due_date(day))
                    for line in term.line_ids
                    for day in year
                )
            term.tpe_law_warning = found and term.env._(
                "Too long for a professional: an invoice of %(issued)s would be due on "
                "%(due)s, and the law allows %(latest)s at the latest, that is 60 days "
                "from the invoice or 45 days end of month written in the contract (Code "
                "de commerce, L441-10 I). Shorten it, or keep it for customers who are "
                "not professionals.",
                issued=format_date(term.env, found.issued),
                due=format_date(term.env, found.due),
                latest=format_date(term.env, found.latest),
            )

    def _is_of_french_law(self):
        codes = (self.fiscal_country_codes or "").split(",")
        return any(code in FRENCH_LAW for code in codes)
