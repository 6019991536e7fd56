from collections import defaultdict
from dataclasses import replace
from typing import NamedTuple

from odoo import api, models
from odoo.fields import Date
from odoo.tools import SQL

from ..tools.flow import Flow
from ..tools.netting import against, allotted

SIDES = {"receivable": "asset_receivable", "payable": "liability_payable"}


class Claim(NamedTuple):
    """What is left of a due line; ``cents`` is above zero when it brings money."""

    line_id: int
    move_id: int
    partner_id: int
    name: str
    issued: Date
    due: Date
    cents: int
    is_blocked: bool = False
    is_doubtful: bool = False
    discount_on: Date = None
    discount_cents: int = 0  # paid until then, when a discount is offered
    label: str = ""
    is_refund: bool = False


class CashSourceClaim(models.AbstractModel):
    """Open due lines of customers and suppliers: one statement for each side.

    Taxes have accounts of the same type, that are no trade: a VAT credit is not a customer.
    """

    _inherit = "tpe.cash.source"

    @api.model
    def _claims(self, books, side):
        """``(claims, credits)``: what is owed, and what comes off it."""
        return books.once(side, lambda: self._sorted_claims(books, side))

    def _sorted_claims(self, books, side):
        claims = self._read_claims(books, side)
        sign = 1 if side == "receivable" else -1
        owed = [claim for claim in claims if sign * claim.cents > 0]
        credits = [claim for claim in claims if sign * claim.cents < 0]
        return self._without_paid(books, owed, credits, sign)

    def _without_paid(self, books, owed, credits, sign):
        """Take off what was paid by a payment that has no entry: it is told by itself."""
        paid = [one for one in self._without_entry(books) if sign * one.cents > 0]
        if not paid:
            return owed, credits
        left = {claim.line_id: abs(claim.cents) for claim in owed}
        for payment in paid:
            lines = [claim for claim in owed if claim.move_id in payment.move_ids]
            lines.sort(key=lambda claim: claim.due)
            given = allotted([left[c.line_id] for c in lines], abs(payment.cents))
            for claim, cents in zip(lines, given, strict=True):
                left[claim.line_id] -= cents
            rest = abs(payment.cents) - sum(given)
            if rest and not payment.move_ids:
                credits = [*credits, _unlinked(payment, -sign * rest)]
        owed = [
            claim._replace(cents=sign * left[claim.line_id], discount_on=None)
            if left[claim.line_id] != abs(claim.cents)
            else claim
            for claim in owed
            if left[claim.line_id]
        ]
        return owed, credits

    def _read_claim_rows(self, books, side):
        return self.env.execute_query(
            SQL(
                """
                SELECT line.id, line.move_id,
                       COALESCE(partner.commercial_partner_id, line.partner_id),
                       COALESCE(line.move_name, move.name),
                       COALESCE(line.invoice_date, line.date),
                       COALESCE(line.date_maturity, line.date),
                       CASE WHEN line.currency_id = line.company_currency_id
                            THEN line.amount_residual
                            ELSE line.amount_residual_currency END,
                       line.currency_id,
                       move.payment_state = 'blocked',
                       line.account_id = ANY(ARRAY(
                           SELECT id FROM account_account
                            WHERE code_store ->> %(root)s LIKE '416%%')),
                       line.discount_date, line.discount_amount_currency,
                       move.move_type IN ('in_refund', 'out_refund')
                  FROM account_move_line line
                  JOIN account_move move ON move.id = line.move_id
             LEFT JOIN res_partner partner ON partner.id = line.partner_id
                 WHERE line.company_id = %(company)s
                   AND line.parent_state = 'posted'
                   AND line.reconciled IS NOT TRUE
                   AND line.account_id = ANY(%(accounts)s)
              ORDER BY 6, line.id
                """,
                company=books.company.id,
                root=str(books.company.root_id.id),
                accounts=self._trade_accounts(books).get(side, []),
            )
        )

    def _trade_accounts(self, books):
        """``{side: ids}``: with the ids at hand, the planner knows how few lines it reads."""
        return books.once("trade accounts", self._read_trade_accounts)

    def _read_trade_accounts(self):
        sides = {account_type: side for side, account_type in SIDES.items()}
        return {
            sides[account_type]: ids
            for account_type, ids in self.env.execute_query(
                SQL(
                    """
                    SELECT account_type, ARRAY_AGG(id) FROM account_account
                     WHERE account_type IN %s AND non_trade IS NOT TRUE
                  GROUP BY account_type
                    """,
                    tuple(sides),
                )
            )
        }

    def _read_claims(self, books, side):
        claims = []
        for row in self._read_claim_rows(books, side):
            *names, amount, currency, blocked, doubtful, day, discount, refund = row
            rate = books.rate(currency)
            cents = books.cents(amount * rate)
            if cents:
                claims.append(
                    Claim(
                        *names,
                        cents,
                        bool(blocked),
                        doubtful,
                        day,
                        books.cents(discount * rate) if discount and day else 0,
                        is_refund=refund,
                    )
                )
        return claims

    @api.model
    def _counted_once(self, books, found):
        """Credit notes and payments without an invoice come off what is owed."""
        found = super()._counted_once(books, found)
        flows = defaultdict(list)
        for source in found.values():
            for flow in source.flows:
                if flow.source in (
                    "receivable",
                    "payable",
                    "draft",
                    "order",
                    "purchase",
                ):
                    flows[flow.partner_id, flow.cents > 0].append(flow)
        for side in SIDES:
            if side in found:
                found[side] = self._with_credits(books, found[side], side, flows)
        return found

    def _with_credits(self, books, one, side, flows):
        _claims, credits = self._claims(books, side)
        if not credits:
            return one
        note = self.env._("credit note, off what is owed")
        other = self.env._("payment without an invoice, off what is owed")
        inwards = side == "receivable"
        groups = defaultdict(list)
        for credit in credits:
            groups[credit.partner_id].append(credit)
        taken = []
        for partner_id, mine in groups.items():
            owed = flows.get((partner_id, inwards), []) if partner_id else []
            left = [abs(flow.cents) for flow in owed]
            for credit in mine:
                # Off what is owed now first, then off what is still to be invoiced.
                parts = allotted(left, abs(credit.cents))
                left = [a - b for a, b in zip(left, parts, strict=True)]
                taken.append(
                    Flow(
                        key=credit.label or f"account.move.line,{credit.line_id}",
                        source=side,
                        category="customers" if inwards else "suppliers",
                        label=credit.name,
                        cents=credit.cents,
                        **_come_off(credit.cents, owed, parts),
                        due=credit.due,
                        partner_id=partner_id,
                        record=("account.move", credit.move_id)
                        if credit.move_id
                        else None,
                        note=note if credit.is_refund else other,
                    )
                )
        return replace(one, flows=[*one.flows, *taken])


def _come_off(cents, owed, parts):
    """Weeks of ``cents`` that come off a part of each of ``owed``."""
    sign = -1 if cents < 0 else 1
    weeks, later, never = None, cents - sign * sum(parts), 0
    for flow, part in zip(owed, parts, strict=True):
        if part:
            off = against(sign * part, [flow])
            weeks = (
                tuple(map(sum, zip(weeks, off["weeks"], strict=True)))
                if weeks
                else off["weeks"]
            )
            later += off["later"]
            never += off.get("never", 0)
    return {"weeks": weeks or against(0, [])["weeks"], "later": later, "never": never}


def _unlinked(payment, cents):
    return Claim(
        *(0, 0, payment.partner_id, payment.name, payment.date, payment.date, cents),
        label=f"account.payment,{payment.id},unlinked",
    )
