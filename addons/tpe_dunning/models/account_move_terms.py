from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL, format_date

from ..tools import payment_terms


class AccountMoveTerms(models.Model):
    """Payment terms that go beyond the law: pointed out, never blocked."""

    _inherit = "account.move"

    tpe_term_beyond_law = fields.Boolean(
        string="Term beyond the law",
        compute="_compute_tpe_term_beyond_law",
        search="_search_tpe_term_beyond_law",
        help="A professional may not have more than 60 days from the invoice date, or 45 "
        "days end of month (Code de commerce, L441-10 I). A public buyer has 30 days (to "
        "be confirmed).",
    )
    tpe_latest_lawful_due = fields.Date(
        string="Latest due date by law", compute="_compute_tpe_term_beyond_law"
    )

    @api.depends(
        "move_type",
        "invoice_date",
        "invoice_date_due",
        "company_id",
        "commercial_partner_id.tpe_profile",
    )
    def _compute_tpe_term_beyond_law(self):
        for move in self:
            latest = move._has_lawful_term() and payment_terms.latest_due(
                move.invoice_date, move.commercial_partner_id.tpe_profile
            )
            move.tpe_latest_lawful_due = latest
            move.tpe_term_beyond_law = bool(latest) and move.invoice_date_due > latest

    def _has_lawful_term(self):
        """Whether the law limits the term of this document and both dates are known."""
        return (
            self.move_type == "out_invoice"
            and self.invoice_date
            and self.invoice_date_due
            and self.company_id._has_french_law()
        )

    def _search_tpe_term_beyond_law(self, operator, value):
        if operator != "in":
            return NotImplemented
        companies = self.env["res.company"]._french_law_companies()
        return (
            Domain("move_type", "=", "out_invoice")
            & Domain("company_id", "in", companies.ids)
            & Domain.custom(to_sql=self._beyond_law_sql)
        )

    @api.model
    def _beyond_law_sql(self, model, alias, query) -> SQL:
        """Condition in SQL: the rule of `tools/payment_terms.py`, for a whole ledger."""
        issued = model._field_to_sql(alias, "invoice_date", query)
        profile = SQL(
            "(SELECT tpe_profile FROM res_partner WHERE id = %s)",
            model._field_to_sql(alias, "commercial_partner_id", query),
            to_flush=self.env["res.partner"]._fields["tpe_profile"],
        )
        return SQL(
            """%(due)s > CASE %(profile)s
                WHEN 'public' THEN %(issued)s + %(public)s
                WHEN 'professional' THEN GREATEST(
                    %(issued)s + %(net)s,
                    %(month_first)s + %(days)s,
                    %(month_last)s)
            END""",
            due=model._field_to_sql(alias, "invoice_date_due", query),
            profile=profile,
            issued=issued,
            public=payment_terms.PUBLIC_DAYS,
            net=payment_terms.NET_DAYS,
            days=payment_terms.END_OF_MONTH_DAYS,
            month_first=_end_of_month_sql(issued),
            month_last=_end_of_month_sql(
                SQL("(%s + %s)", issued, payment_terms.END_OF_MONTH_DAYS)
            ),
        )

    @api.depends("tpe_term_beyond_law", "tpe_latest_lawful_due", "payment_state")
    def _compute_alerts(self):
        return super()._compute_alerts()

    def _get_alerts(self):
        """Override of `account`: say when the term is longer than the law allows."""
        alerts = super()._get_alerts()
        if self.payment_state not in ("paid", "reversed") and self.state != "cancel":
            message, level = self._term_alert()
            if message:
                alerts["tpe_payment_term"] = {"level": level, "message": message}
        return alerts

    def _term_alert(self):
        """``(message, level)`` on the term of this invoice, ``(None, None)`` if lawful."""
        if not self._has_lawful_term():
            return None, None
        profile = self.commercial_partner_id.tpe_profile
        if self.tpe_term_beyond_law:
            latest = format_date(self.env, self.tpe_latest_lawful_due)
            if profile == "public":
                return self.env._(
                    "This due date is beyond the 30 days of a public buyer (rule to be "
                    "confirmed): %s at the latest. Shorten it: the buyer owes interest "
                    "from there on.",
                    latest,
                ), "info"
            return self.env._(
                "This due date is beyond what the law allows a professional: %s at the "
                "latest, that is 60 days from the invoice or 45 days end of month (Code "
                "de commerce, L441-10 I). Choose a shorter payment term: a longer "
                "one can be fined (L441-16).",
                latest,
            ), "warning"
        if self._is_unsure_end_of_month(profile):
            return self.env._(
                "More than 60 days after the invoice: the law allows it only as 45 days "
                "end of month written in the contract (Code de commerce, L441-10 I). "
                "Check the contract, or choose a shorter payment term."
            ), "info"
        return None, None

    def _is_unsure_end_of_month(self, profile):
        """Over 60 days, and no payment term that says "end of month"."""
        kinds = set(self.invoice_payment_term_id.line_ids.mapped("delay_type"))
        return not kinds - {"days_after"} and payment_terms.needs_clause(
            self.invoice_date, self.invoice_date_due, profile
        )


def _end_of_month_sql(day: SQL) -> SQL:
    return SQL("(date_trunc('month', %s) + interval '1 month - 1 day')::date", day)
