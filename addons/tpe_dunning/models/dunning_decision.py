from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date

from odoo import models
from odoo.tools import SQL

from ..tools.ladder import Delivered, step_due


@dataclass(frozen=True, slots=True)
class Debt:
    """A due line that is late today, and the step it calls for (0: none)."""

    line_id: int
    move_id: int
    partner_id: int
    name: str
    issued: date
    due: date
    days_late: int
    amount: float  # in company currency
    currency_id: int
    amount_currency: float
    total_currency: float
    rank: int


@dataclass(frozen=True, slots=True)
class Case:
    """One message to one customer; ``rank`` is the furthest step among its debts."""

    partner_id: int
    rank: int
    level_id: int
    needs_approval: bool
    debts: tuple[Debt, ...]
    credit: float  # open credit notes and unmatched payments, in company currency

    @property
    def amount(self) -> float:
        return sum(debt.amount for debt in self.debts)


class DunningDecision(models.AbstractModel):
    _name = "tpe.dunning.decision"
    _description = "Who Is to Be Reminded of What"

    def _cases(self, company, partner=None) -> list[Case]:
        """Messages due today in ``company``, most money first.

        The same decision serves the plan, the preview and the last check before a
        message leaves. Two queries, whatever the number of invoices.
        """
        # The statements below name no field: nothing else would flush for them.
        self.env.flush_all()
        steps, levels = company._dunning_policy()._steps()
        today = company._dunning_today()
        credits = self._open_credits(company, partner)
        by_partner = defaultdict(list)
        for row in self._late_lines(company, today, partner):
            *facts, last_rank, last_on, held = row
            debt = self._debt(facts, today, steps, last_rank, last_on, held)
            by_partner[debt.partner_id].append(debt)
        cases = []
        for partner_id, debts in by_partner.items():
            credit = credits.get(partner_id, 0.0)
            owed = company.currency_id.round(
                sum(debt.amount for debt in debts) - credit
            )
            if owed <= 0:
                continue
            cases += self._split(partner_id, debts, levels, credit)
        cases.sort(key=lambda case: (-case.amount, case.partner_id))
        return cases

    def _debt(self, facts, today, steps, last_rank, last_on, held):
        issued, due = facts[4], facts[5]
        last = Delivered(last_rank, last_on) if last_rank else None
        step = None if held else step_due(steps, issued, due, today, last)
        return Debt(
            *facts[:6], (today - due).days, *facts[6:], rank=step.rank if step else 0
        )

    def _split(self, partner_id, debts, levels, credit):
        """Separate what leaves by itself from what waits for a person.

        Each message lists everything that is late, and completes its own steps only.
        """
        for approval in (False, True):
            ranks = {
                debt.rank
                for debt in debts
                if debt.rank and levels[debt.rank].needs_approval is approval
            }
            if ranks:
                listed = tuple(
                    debt if debt.rank in ranks else replace(debt, rank=0)
                    for debt in debts
                )
                rank = max(ranks)
                yield Case(partner_id, rank, levels[rank].id, approval, listed, credit)

    def _late_lines(self, company, today, partner):
        """Rows of late receivable lines, with the last delivered step of each.

        Only a sale document, or an entry whose follow-up a person switched on, is a
        claim: a refund paid to a customer is a receivable too, and nobody reminds it.
        """
        return self.env.execute_query(
            SQL(
                """
                WITH history AS (
                    SELECT move_line_id,
                           max(rank) FILTER (WHERE state = 'sent') AS last_rank,
                           (array_agg(sent_on ORDER BY rank DESC, sent_on DESC)
                               FILTER (WHERE state = 'sent'))[1] AS last_on,
                           bool_or(state IN ('sending', 'failed')) AS held
                      FROM tpe_dunning_reminder_line
                     WHERE company_id = %(company)s
                       AND state IN ('sent', 'sending', 'failed')
                       AND rank > 0
                       AND move_line_id IS NOT NULL
                  GROUP BY move_line_id
                )
                SELECT line.id,
                       line.move_id,
                       partner.commercial_partner_id,
                       move.name,
                       COALESCE(move.invoice_date, line.date),
                       line.date_maturity,
                       line.amount_residual,
                       line.currency_id,
                       line.amount_residual_currency,
                       line.amount_currency,
                       history.last_rank,
                       history.last_on,
                       COALESCE(history.held, FALSE)
                  FROM account_move_line line
                  JOIN account_move move ON move.id = line.move_id
                  JOIN account_journal journal ON journal.id = line.journal_id
                  JOIN res_partner partner ON partner.id = line.partner_id
             LEFT JOIN history ON history.move_line_id = line.id
                 WHERE line.company_id = %(company)s
                   AND line.account_id IN (
                       SELECT id FROM account_account
                        WHERE account_type = 'asset_receivable')
                   AND line.reconciled IS NOT TRUE
                   AND line.parent_state = 'posted'
                   AND line.amount_residual > 0
                   AND line.date_maturity < %(today)s
                   AND line.no_followup IS NOT TRUE
                   AND move.payment_state IS DISTINCT FROM 'blocked'
                   AND (move.move_type IN ('out_invoice', 'out_receipt')
                        OR (move.move_type = 'entry'
                            AND journal.type IN ('general', 'sale')))
                   AND %(partner)s
              ORDER BY line.date_maturity, line.id
                """,
                company=company.id,
                today=today,
                partner=_of(partner),
            )
        )

    def _open_credits(self, company, partner):
        """``{commercial partner id: amount}`` of what the firm owes, or has not matched."""
        return dict(
            self.env.execute_query(
                SQL(
                    """
                    SELECT partner.commercial_partner_id, -SUM(line.amount_residual)
                      FROM account_move_line line
                      JOIN res_partner partner ON partner.id = line.partner_id
                     WHERE line.company_id = %(company)s
                       AND line.account_id IN (
                           SELECT id FROM account_account
                            WHERE account_type = 'asset_receivable')
                       AND line.reconciled IS NOT TRUE
                       AND line.parent_state = 'posted'
                       AND line.amount_residual < 0
                       AND %(partner)s
                  GROUP BY partner.commercial_partner_id
                    """,
                    company=company.id,
                    partner=_of(partner),
                )
            )
        )


def _of(partner):
    """Condition on the customer, or none."""
    if partner is None:
        return SQL("TRUE")
    return SQL("partner.commercial_partner_id = %s", partner.id)
