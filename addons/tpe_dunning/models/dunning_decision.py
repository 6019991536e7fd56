from collections import defaultdict
from datetime import date
from typing import NamedTuple

from odoo import models
from odoo.tools import SQL
from odoo.tools.gc import disabling_gc

from ..tools.ladder import Delivered, step_due
from .dunning_hold import Hold, of_customers

AUGUST = 8
FACTS = 11  # what a row tells of a debt itself, before what was decided about it
NEVER_TOLD = (None, None, None)
NO_STEP = (0, None, None)
NO_LADDER = ((), {})


class Debt(NamedTuple):
    """A due line that is late today, and the step it calls for (rank 0: none)."""

    line_id: int
    move_id: int
    partner_id: int
    name: str
    issued: date
    due: date
    amount: float  # in company currency
    currency_id: int
    amount_currency: float
    total_currency: float
    days_late: int
    rank: int
    level_id: int | None
    stream: str | None  # of its step: « auto » or « approval »
    hold: Hold | None


class Credit(NamedTuple):
    """What lessens a debt and nobody matched: of one kind, in one currency."""

    kind: str  # « credit_note », « payment » or « other »
    currency_id: int
    amount: float  # in company currency
    amount_currency: float


class Case(NamedTuple):
    """One message to one customer; ``rank`` is the furthest step among its debts.

    ``stream`` keeps apart what leaves by itself (« auto »), what a person releases
    (« approval »), what an agreement holds back (« held »), and the messages that ask
    for nothing (« courtesy », « thanks »).  ``holds`` say why nothing leaves.
    """

    partner_id: int
    rank: int
    level_id: int
    stream: str
    debts: tuple[Debt, ...]
    credits: tuple[Credit, ...] = ()
    holds: tuple[Hold, ...] = ()

    @property
    def amount(self) -> float:
        return sum(debt.amount for debt in self.debts)

    @property
    def credit(self) -> float:
        return sum(credit.amount for credit in self.credits)

    @property
    def needs_approval(self) -> bool:
        return self.stream == "approval"


class Situation(NamedTuple):
    """What holds for a company today, and what customers agreed with it."""

    company: models.Model
    today: date
    smallest: float  # less than this is no debt: half of the smallest coin
    least: float  # less than this is not reminded by itself
    summer: float  # the same, as long as it is August
    credits: dict  # {customer: (Credit, …)}
    held_moves: dict  # {invoice: Hold}
    paused: dict  # {customer: Hold}
    bank: Hold | None
    unmatched: dict  # {customer: Hold}, a bank entry names him
    too_near: dict  # {customer: first day on which he may be written to again}
    usable: tuple  # `Usable` of dunning_policy_choice: the policies
    chosen: dict  # {customer: policy, where it is not the company's}


class DunningDecision(models.AbstractModel):
    _name = "tpe.dunning.decision"
    _description = "Who Is to Be Reminded of What"

    def _cases(self, company, partner=None) -> list[Case]:
        """Messages due today in ``company``, those worth most first.

        The same decision serves the plan, the preview and the last check before a
        message leaves: a few queries, whatever the number of invoices.  With
        ``partner``, one or more commercial partners, only theirs.
        """
        # The statements below name no field: nothing else would flush for them.
        self.env.flush_all()
        now = self._situation(company, partner)
        # Tuples by the ten thousand, and no cycle among them.
        with disabling_gc():
            by_partner = self._debts(now, partner)
            cases = []
            for partner_id, debts in by_partner.items():
                cases += self._split(now, partner_id, debts)
            cases.sort(key=self._weight)
        return cases + self._quiet_cases(now, partner, by_partner)

    def _situation(self, company, partner):
        today, hold = company._dunning_today(), self.env["tpe.dunning.hold"]
        policies = self.env["tpe.dunning.policy"]
        usable = policies._usable(company)
        return Situation(
            company,
            today,
            company.currency_id.rounding / 2,
            company.tpe_dunning_min_amount,
            company.tpe_dunning_august_amount if today.month == AUGUST else 0.0,
            self._open_credits(company, partner),
            *hold._agreements(company, today, partner),
            hold._bank(company, today),
            hold._unmatched(company, partner),
            hold._too_near(company, today, partner),
            usable,
            policies._chosen(company, partner, usable),
        )

    def _weight(self, case):
        """Most euros times days first; the customer settles a draw."""
        return (
            -sum(debt.amount * debt.days_late for debt in case.debts),
            case.partner_id,
        )

    def _debts(self, now, partner):
        """``{customer: [Debt]}``, late due lines with their step.

        Thousands of lines share their dates: each set of dates is decided once.
        """
        ladders, default = now.usable.ladders, now.usable.default
        oldest = now.company.tpe_dunning_ignore_before or date.min
        known, by_partner = {}, defaultdict(list)
        rows = self._late_lines(now.company, now.today, partner)
        told = self._told(now.company, rows if partner is not None else None)
        for row in rows:
            customer, issued, due = row[2], row[4], row[5]
            own_policy, blocked, excluded, cashed = row[FACTS:]
            last_rank, last_on, stuck = told.get(row[0], NEVER_TOLD)
            key = (
                own_policy or now.chosen.get(customer),
                issued,
                due,
                last_rank,
                last_on,
            )
            step = known.get(key)
            if step is None:
                # A policy that was archived is as if nobody had chosen it.
                steps, levels = ladders.get(key[0]) or ladders.get(default, NO_LADDER)
                last = Delivered(last_rank, last_on) if last_rank else None
                level = step_due(steps, issued, due, now.today, last)
                step = known[key] = levels[level.rank] if level else NO_STEP
            hold = now.held_moves.get(row[1])
            if hold is None:
                if blocked:
                    hold = Hold("blocked")
                elif excluded:
                    hold = Hold("excluded")
                elif cashed:
                    hold = Hold("cashed", cashed)
                elif due < oldest and not last_rank:
                    hold = Hold("old", oldest)
            facts = row[:FACTS] + (NO_STEP if stuck else step)
            by_partner[customer].append(Debt._make((*facts, hold)))
        return by_partner

    def _late_lines(self, company, today, partner):
        """Rows of late receivable lines.

        Only a sale document, or an entry whose follow-up a person switched on, is a
        claim: a refund paid to a customer is a receivable too, and nobody reminds it.
        """
        return self.env.execute_query(
            SQL(
                """
                SELECT line.id,
                       line.move_id,
                       partner.commercial_partner_id,
                       move.name,
                       COALESCE(move.invoice_date, line.date),
                       line.date_maturity,
                       line.amount_residual::float8,
                       line.currency_id,
                       line.amount_residual_currency::float8,
                       line.amount_currency::float8,
                       %(today)s - line.date_maturity,
                       move.tpe_dunning_policy_id,
                       move.payment_state = 'blocked',
                       line.no_followup,
                       move.tpe_said_cashed_on
                  FROM account_move_line line
                  JOIN account_move move ON move.id = line.move_id
                  JOIN res_partner partner ON partner.id = line.partner_id
                 WHERE line.company_id = %(company)s
                   AND line.account_id IN (
                       SELECT id FROM account_account
                        WHERE account_type = 'asset_receivable')
                   AND line.reconciled IS NOT TRUE
                   AND line.parent_state = 'posted'
                   AND line.amount_residual > 0
                   AND line.date_maturity < %(today)s
                   AND (move.move_type IN ('out_invoice', 'out_receipt')
                        OR (move.move_type = 'entry'
                            AND line.no_followup IS NOT TRUE
                            AND line.journal_id IN (
                                SELECT id FROM account_journal
                                 WHERE type IN ('general', 'sale'))))
                   AND %(partner)s
              ORDER BY line.date_maturity, line.id
                """,
                company=company.id,
                today=today,
                partner=of_customers(partner),
            )
        )

    def _told(self, company, rows):
        """``{due line: (last step delivered, its day, whether one is stuck)}``.

        Of the lines in ``rows``, or of all.  A statement of its own: joined to the
        lines, the database may choose a plan that takes minutes for one customer with
        thousands of invoices.
        """
        asked = SQL("move_line_id IS NOT NULL")
        if rows is not None:
            asked = SQL("move_line_id = ANY(%s)", [row[0] for row in rows])
        found = self.env.execute_query(
            SQL(
                """
                SELECT move_line_id,
                       max(rank) FILTER (WHERE state IN ('sent', 'skipped')),
                       (array_agg(sent_on ORDER BY rank DESC, sent_on DESC)
                           FILTER (WHERE state IN ('sent', 'skipped')))[1],
                       bool_or(state IN ('sending', 'failed', 'bounced'))
                  FROM tpe_dunning_reminder_line
                 WHERE company_id = %s
                   AND state IN ('sent', 'skipped', 'sending', 'failed', 'bounced')
                   AND rank BETWEEN 1 AND 3
                   AND %s
              GROUP BY move_line_id
                """,
                company.id,
                asked,
            )
        )
        return {line_id: facts for line_id, *facts in found}

    def _open_credits(self, company, partner):
        """``{customer: (Credit, …)}`` of what the firm owes, or has not matched."""
        credits = defaultdict(list)
        for customer, *facts in self.env.execute_query(
            SQL(
                """
                SELECT partner.commercial_partner_id, %(kind)s AS kind,
                       line.currency_id, -SUM(line.amount_residual)::float8,
                       -SUM(line.amount_residual_currency)::float8
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
              GROUP BY partner.commercial_partner_id, kind, line.currency_id
              ORDER BY kind, line.currency_id
                """,
                kind=self.env["tpe.receivable.settlement"]._kind(),
                company=company.id,
                partner=of_customers(partner),
            )
        ):
            credits[customer].append(Credit(*facts))
        return {customer: tuple(found) for customer, found in credits.items()}
