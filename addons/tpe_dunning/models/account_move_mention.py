from odoo import models
from odoo.tools import format_date, html2plaintext
from odoo.tools.misc import formatLang

from ..tools import legal_mention, regime


class AccountMoveMention(models.Model):
    """The mention on late payment that an invoice has to carry (L441-9)."""

    _inherit = "account.move"

    def _legal_mention(self) -> str:
        """The mention to print on this invoice, in the language of the context, or "".

        Nothing for a consumer, for whom the fee is forbidden, and nothing when the terms
        printed on the invoice already say it.
        """
        self.ensure_one()
        company = self.company_id.sudo()
        if (
            self.move_type != "out_invoice"
            or not company.tpe_print_legal_mention
            or not company._has_french_law()
            or legal_mention.already_says_it(*self._printed_terms())
        ):
            return ""
        due = sorted(
            line.date_maturity
            for line in self.line_ids
            if line.display_type == "payment_term" and line.date_maturity
        )
        return self._legal_mention_text(
            self.commercial_partner_id.sudo().tpe_profile,
            self.invoice_date or company._dunning_today(),
            due or [day for day in (self.invoice_date_due,) if day],
        )

    def _printed_terms(self):
        """What the company writes on this invoice by itself, as plain text."""
        term, company = self.invoice_payment_term_id, self.company_id.sudo()
        return [
            html2plaintext(text)
            for text in (self.narration, term.note, company.report_footer)
            if text
        ]

    def _legal_mention_text(self, profile, issued, due_dates) -> str:
        """Sentences of the mention for a ``profile``; "" for a consumer."""
        ecb = self.env["tpe.late.interest.rate"]._known("ecb")
        contract = self.company_id.sudo().tpe_contract_rate
        rate = legal_mention.penalty_rate(profile, issued, ecb, contract)
        if rate is None:
            return ""
        return " ".join(
            (
                self._due_sentence(due_dates),
                self._discount_sentence(),
                self._penalty_sentence(rate),
                self._fee_sentence(profile),
            )
        ).strip()

    def _due_sentence(self, due_dates):
        days = [format_date(self.env, day) for day in due_dates]
        if len(days) > 1:
            return self.env._(
                "Payable in %(count)s instalments, at the latest on: %(days)s.",
                count=len(days),
                days=", ".join(days),
            )
        if days:
            return self.env._("Payable at the latest on %s.", days[0])
        return ""

    def _discount_sentence(self):
        term = self.invoice_payment_term_id
        if not term.early_discount:
            return self.env._("No discount for early payment.")
        return self.env._(
            "Discount for early payment: %(percent)s %% within %(days)s days of the "
            "invoice.",
            percent=self._percent(term.discount_percentage),
            days=term.discount_days,
        )

    def _penalty_sentence(self, rate):
        if rate.points is None:
            return self.env._(
                "Late payment: penalties at %(percent)s %% a year, payable without a "
                "reminder from the day after the due date.",
                percent=self._percent(rate.percent),
            )
        if rate.percent is None:
            return self.env._(
                "Late payment: penalties at the refinancing rate of the European Central "
                "Bank plus %(points)s points, payable without a reminder from the day "
                "after the due date.",
                points=int(rate.points),
            )
        return self.env._(
            "Late payment: penalties at the refinancing rate of the European Central Bank "
            "plus %(points)s points (%(percent)s %% a year on the day of this invoice), "
            "payable without a reminder from the day after the due date.",
            points=int(rate.points),
            percent=self._percent(rate.percent),
        )

    def _fee_sentence(self, profile):
        fee = formatLang(
            self.env,
            regime.fixed_fee(profile),
            currency_obj=self.env.ref("base.EUR"),
        )
        if profile == "public":
            return self.env._(
                "Fixed fee for recovery costs: %(fee)s (Code de la commande publique).",
                fee=fee,
            )
        return self.env._(
            "Fixed fee for recovery costs: %(fee)s (Code de commerce, L441-9, L441-10 and "
            "D441-5).",
            fee=fee,
        )

    def _percent(self, number):
        return formatLang(self.env, number, digits=2)
