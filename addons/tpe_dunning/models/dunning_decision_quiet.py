from collections import defaultdict
from datetime import timedelta

from odoo import models
from odoo.tools import SQL

from ..tools.ladder import COURTESY, THANKS
from .dunning_decision import Case, Debt
from .dunning_hold import of_customers

# Thanks come at once or not at all.
THANKS_WITHIN_DAYS = 7


class DunningDecisionQuiet(models.AbstractModel):
    """Messages that ask for nothing late: before the due date, and after payment."""

    _inherit = "tpe.dunning.decision"

    def _quiet_cases(self, now, partner, late):
        """Courtesy and thanks, where a policy has these steps switched on.

        Nobody who has something late, or an agreement running, gets either.
        """
        courtesy = self._switched_on(now, COURTESY)
        thanks = self._switched_on(now, THANKS)
        if not courtesy and not thanks:
            return []
        found = []
        if courtesy:
            days = max(days for level_id, days in courtesy.values())
            rows = self._soon_due(now, partner, days)
            found += self._grouped(rows, courtesy, COURTESY, "courtesy", now)
        if thanks:
            rows = self._just_paid(now, partner)
            found += self._grouped(rows, thanks, THANKS, "thanks", now)
        return [case for case in found if case.partner_id not in late]

    def _switched_on(self, now, rank):
        """``{policy id: (level id, days)}`` of the policies where this step is on.

        The one of the company is under None too: for whom no other was chosen.
        """
        found = now.usable.quiet.get(rank, {})
        default = found.get(now.usable.default)
        return {**found, None: default} if default else found

    def _grouped(self, rows, levels, rank, stream, now):
        by_partner = defaultdict(list)
        for row in rows:
            customer, level = row[2], levels.get(now.chosen.get(row[2]))
            if not level or row[1] in now.held_moves or customer in now.paused:
                continue
            days = (row[5] - now.today).days
            level_id, ahead = level
            if stream == "thanks" or days <= ahead:
                debt = Debt(*row, 0, rank, level_id, stream, None)
                by_partner[customer].append(debt)
        for partner_id, debts in by_partner.items():
            case = Case(
                partner_id,
                debts[0].rank,
                debts[0].level_id,
                stream,
                tuple(debts),
            )
            if stream == "thanks" or self._asks(now, case):
                yield case

    def _asks(self, now, case):
        """Whether a courtesy is due: it names money, and comes between no two others."""
        customer = case.partner_id
        owed = case._replace(credits=now.credits.get(customer, ()))
        waits = now.bank or customer in now.too_near or customer in now.unmatched
        return owed.amount - owed.credit >= now.smallest and not waits

    def _soon_due(self, now, partner, days):
        """Due lines of the next ``days`` days whose customer was not told yet."""
        return self._quiet_rows(
            SQL(
                """line.reconciled IS NOT TRUE
                   AND line.amount_residual > 0
                   AND line.no_followup IS NOT TRUE
                   AND move.payment_state <> 'blocked'
                   AND move.tpe_dunning_policy_id IS NULL
                   AND move.tpe_said_cashed_on IS NULL
                   AND line.date_maturity BETWEEN %s AND %s""",
                now.today + timedelta(1),
                now.today + timedelta(days),
            ),
            SQL("line.amount_residual"),
            SQL("line.amount_residual_currency"),
            COURTESY,
            now,
            partner,
        )

    def _just_paid(self, now, partner):
        """Due lines paid in the last days, after a reminder had been delivered."""
        return self._quiet_rows(
            SQL(
                """line.reconciled IS TRUE
                   AND move.payment_state IN ('paid', 'in_payment')
                   AND EXISTS (
                       SELECT 1 FROM tpe_dunning_reminder_line told
                        WHERE told.move_line_id = line.id AND told.state = 'sent'
                          AND told.rank BETWEEN 1 AND 3)
                   AND line.id IN (
                       SELECT debit_move_id FROM account_partial_reconcile
                        WHERE company_id = %s AND max_date BETWEEN %s AND %s)""",
                now.company.id,
                now.today - timedelta(THANKS_WITHIN_DAYS),
                now.today,
            ),
            SQL("line.balance"),
            SQL("line.amount_currency"),
            THANKS,
            now,
            partner,
        )

    def _quiet_rows(self, condition, amount, amount_currency, rank, now, partner):
        return self.env.execute_query(
            SQL(
                """
                SELECT line.id, line.move_id, partner.commercial_partner_id, move.name,
                       COALESCE(move.invoice_date, line.date), line.date_maturity,
                       %(amount)s, line.currency_id, %(amount_currency)s,
                       line.amount_currency
                  FROM account_move_line line
                  JOIN account_move move ON move.id = line.move_id
                  JOIN res_partner partner ON partner.id = line.partner_id
                 WHERE line.company_id = %(company)s
                   AND line.display_type = 'payment_term'
                   AND line.parent_state = 'posted'
                   AND move.move_type IN ('out_invoice', 'out_receipt')
                   AND %(condition)s
                   AND %(partner)s
                   AND NOT EXISTS (
                       SELECT 1 FROM tpe_dunning_reminder_line done
                        WHERE done.move_line_id = line.id AND done.rank = %(rank)s
                          AND done.state IN
                              ('sent', 'skipped', 'sending', 'failed', 'bounced'))
              ORDER BY line.date_maturity, line.id
                """,
                amount=amount,
                amount_currency=amount_currency,
                company=now.company.id,
                condition=condition,
                partner=of_customers(partner),
                rank=rank,
            )
        )
