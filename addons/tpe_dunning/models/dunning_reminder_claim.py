from collections import defaultdict

from odoo import api, fields, models

from ..tools import regime
from ..tools.late_interest import total


class DunningReminderClaim(models.Model):
    """What the law adds to the invoices a message names, with its computation."""

    _inherit = "tpe.dunning.reminder"

    amount_interest = fields.Monetary(
        string="Late-payment interest",
        compute="_compute_claim",
        help="To this day, in company currency: that of an invoice in another currency "
        "is converted at the rate of this day.",
    )
    amount_fee = fields.Monetary(string="Recovery fees", compute="_compute_claim")
    is_provisional = fields.Boolean(
        string="Provisional rate",
        compute="_compute_claim",
        help="The rate of the current semester is not known yet: the last one is used.",
    )
    claim_statement = fields.Html(compute="_compute_claim_statement", sanitize=False)

    @api.depends("line_ids", "partner_id.tpe_profile", "sent_on")
    def _compute_claim(self):
        for reminder in self:
            claims = reminder._claims()
            reminder.amount_interest = sum(claim["company"] for claim in claims)
            reminder.amount_fee = sum(claim["fee"] for claim in claims)
            reminder.is_provisional = any(claim["provisional"] for claim in claims)

    @api.depends_context("lang")
    def _compute_claim_statement(self):
        for reminder in self:
            claims = [c for c in reminder._claims() if c["interest"] or c["fee"]]
            reminder.claim_statement = bool(claims) and self.env["ir.qweb"]._render(
                "tpe_dunning.reminder_claim_statement",
                {
                    "reminder": reminder,
                    "claims": claims,
                    "totals": reminder._claims_by_currency(claims),
                    "total": sum(c["company"] + c["fee"] for c in claims),
                    "daily": reminder._daily_interest(claims),
                },
            )

    def _claims_by_currency(self, claims):
        """``{currency: interest and fees}``; the fee is in that of the company."""
        sums = defaultdict(float)
        for claim in claims:
            sums[claim["line"].currency_id] += claim["interest"]
            if claim["fee"]:
                sums[self.currency_id] += claim["fee"]
        return {currency: amount for currency, amount in sums.items() if amount}

    def _daily_interest(self, claims):
        """``{currency: interest of one more day}``."""
        sums = defaultdict(float)
        for claim in claims:
            if claim["segments"]:
                last = claim["segments"][-1]
                sums[claim["line"].currency_id] += last.balance * last.rate / 36500
        return sums

    def _claims(self):
        """For each line named: ``{line, segments, interest, company, fee, provisional}``.

        Interest is in the currency of the invoice, and in that of the company as
        ``company``.  The law names one rate for all currencies (to be confirmed).
        """
        self.ensure_one()
        rates = self.env["tpe.late.interest.rate"]
        ecb, legal = rates._known("ecb"), rates._known("legal")
        day = self.sent_on or self.company_id._dunning_today()
        named = self.line_ids.filtered("move_line_id")
        once = self._one_line_per_invoice(named)
        # Interest waits for a formal notice with a consumer only.
        notices = named._formal_notices() if self.profile == "consumer" else {}
        claims = []
        for line in named:
            begins = regime.interest_begins(
                self.profile, line.date_due, notices.get(line)
            )
            table = begins and regime.interest_rates(
                self.profile, begins, ecb, legal, self.company_id.tpe_contract_rate
            )
            segments = line._interest_segments(begins, day, table) if table else []
            claims.append(
                {
                    "line": line,
                    **self._interest_of(line, segments),
                    "fee": regime.fixed_fee(self.profile)
                    if line in once and line.date_due < day
                    else 0.0,
                    "provisional": bool(segments)
                    and not self.company_id.tpe_contract_rate
                    and regime.is_provisional(ecb, day),
                }
            )
        return claims

    def _interest_of(self, line, segments):
        """What ``segments`` make, in the currency of the invoice and in ours."""
        interest = float(total(segments, line.currency_id.rounding))
        day = self.sent_on or self.company_id._dunning_today()
        ours = line.currency_id._convert(
            interest, self.currency_id, self.company_id, day
        )
        return {"segments": segments, "interest": interest, "company": ours}

    def _one_line_per_invoice(self, lines):
        """One line for each invoice: the fee is due once, whatever its instalments."""
        first = {}
        for line in lines:
            first.setdefault(line.move_id, line)
        return self.env["tpe.dunning.reminder.line"].union(*first.values())
