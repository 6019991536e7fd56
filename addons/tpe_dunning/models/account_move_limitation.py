from collections import defaultdict
from datetime import date

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..tools.limitation import PUBLIC_YEARS, YEARS, limitation_date, months_left

OPEN = ("not_paid", "partial", "blocked")
DOCUMENTS = ("out_invoice", "out_receipt")


class AccountMoveLimitation(models.Model):
    """Until when an unpaid invoice can be claimed in court: `tools/limitation.py`."""

    _inherit = "account.move"

    tpe_limitation_date = fields.Date(
        string="Time-barred after",
        compute="_compute_tpe_limitation",
        search="_search_tpe_limitation_date",
        help="Last day on which this invoice can be claimed in court: 5 years for a "
        "professional, 2 for a consumer, 4 for a public buyer (to be confirmed), from "
        "the delivery date, or the invoice date when it is not known. A written promise "
        "or a part payment starts it again; a reminder does not.",
    )
    tpe_limitation_months = fields.Integer(
        string="Months left to claim", compute="_compute_tpe_limitation"
    )
    tpe_limitation_state = fields.Selection(
        [("running", "Running"), ("near", "Soon"), ("barred", "Time-barred")],
        string="Limitation",
        compute="_compute_tpe_limitation",
    )

    @api.depends(
        "move_type",
        "state",
        "payment_state",
        "delivery_date",
        "invoice_date",
        "company_id.tpe_limitation_warning_months",
        "commercial_partner_id.tpe_profile",
        "line_ids.matched_credit_ids",
    )
    def _compute_tpe_limitation(self):
        claims = self.filtered(lambda move: move._origin and move._can_be_time_barred())
        others = self - claims
        others.tpe_limitation_date = others.tpe_limitation_state = False
        others.tpe_limitation_months = 0
        acknowledged = claims._acknowledgements()
        today = {company: company._dunning_today() for company in claims.company_id}
        for move in claims:
            last = limitation_date(
                move.commercial_partner_id.tpe_profile,
                move.delivery_date or move.invoice_date,
                acknowledged[move._origin.id],
            )
            months = move.company_id.sudo().tpe_limitation_warning_months
            left = months_left(last, today[move.company_id])
            near = last <= today[move.company_id] + relativedelta(months=months)
            move.tpe_limitation_date = last
            move.tpe_limitation_months = max(left, 0)
            move.tpe_limitation_state = (
                "barred" if left < 0 else "near" if near else "running"
            )

    def _can_be_time_barred(self):
        return (
            self.move_type in DOCUMENTS
            and self.state == "posted"
            and self.payment_state in OPEN
            and self.company_id._has_french_law()
        )

    def _acknowledgements(self) -> dict[int, list[date]]:
        """Days on which the debtor acknowledged each invoice, by its id."""
        days = defaultdict(list)
        if self:
            # The statement names no field: nothing else would flush for it.
            self.env.flush_all()
            for move_id, day in self.env.execute_query(
                SQL(
                    "SELECT move_id, day FROM (%s) AS known WHERE move_id IN %s",
                    self._acknowledged_on(),
                    tuple(self._origin.ids),
                )
            ):
                days[move_id].append(day)
        return days

    @api.model
    def _acknowledged_on(self) -> SQL:
        """Statement of ``(move_id, day)``: part payments and written promises.

        Money that went through a bank or cash journal is a payment; a credit note is
        the seller's own act, and acknowledges nothing.
        """
        statement = SQL(
            """SELECT due.move_id, part.max_date AS day
                 FROM account_partial_reconcile part
                 JOIN account_move_line due ON due.id = part.debit_move_id
                 JOIN account_move_line paid ON paid.id = part.credit_move_id
                 JOIN account_journal journal ON journal.id = paid.journal_id
                WHERE journal.type IN ('bank', 'cash', 'credit')"""
        )
        promises = self.env["tpe.dunning.promise"]
        named = promises._fields["move_ids"]
        return SQL(
            """%(payments)s
            UNION ALL
            SELECT named.%(move)s, promise.promised_on
              FROM %(promise)s promise
              JOIN %(named)s named ON named.%(link)s = promise.id
             WHERE promise.is_written""",
            payments=statement,
            promise=SQL.identifier(promises._table),
            named=SQL.identifier(named.relation),
            link=SQL.identifier(named.column1),
            move=SQL.identifier(named.column2),
        )

    def _search_tpe_limitation_date(self, operator, value):
        if operator == "in":
            days = tuple(day for day in value if day)
            found = (
                self._limitation_domain(SQL("IN %s", days)) if days else Domain.FALSE
            )
            if False in value:
                found |= ~self._limitation_domain(SQL("IS NOT NULL"))
            return found
        if operator not in ("<", "<=", ">", ">="):
            return NotImplemented
        return self._limitation_domain(SQL("%s %s", SQL(operator), value))

    @api.model
    def _limitation_domain(self, condition: SQL) -> Domain:
        """Open invoices whose limitation date meets ``condition``, in one statement.

        The clock runs from the service, then from each acknowledgement, until one comes
        later than the limitation then in force: its end is the first one left behind.
        """
        self.env.flush_all()
        companies = self.env["res.company"]._french_law_companies()
        claims = self.sudo()._search(
            Domain("move_type", "in", DOCUMENTS)
            & Domain("state", "=", "posted")
            & Domain("payment_state", "in", OPEN)
            & Domain("company_id", "in", companies.ids)
        )
        return Domain(
            "id",
            "in",
            SQL(
                """(
                WITH claim AS (
                    SELECT move.id, partner.tpe_profile AS profile,
                           COALESCE(move.delivery_date, move.invoice_date) AS served
                      FROM account_move move
                      JOIN res_partner partner ON partner.id = move.commercial_partner_id
                     WHERE move.id IN %(claims)s
                ), start AS (
                    SELECT id, profile, served AS day FROM claim
                    UNION ALL
                    SELECT id, profile, GREATEST(known.day, served)
                      FROM claim JOIN (%(acknowledged)s) AS known ON known.move_id = id
                ), clock AS (
                    SELECT id, lead(day) OVER (PARTITION BY id ORDER BY day) AS restart,
                           (CASE profile
                                WHEN 'public' THEN
                                    make_date(
                                        extract(year FROM day)::int + %(public)s, 12, 31)
                                WHEN 'professional' THEN
                                    day + make_interval(years => %(professional)s)
                                ELSE day + make_interval(years => %(consumer)s)
                            END)::date AS last
                      FROM start
                )
                SELECT id FROM clock
                 WHERE restart IS NULL OR restart > last
                 GROUP BY id HAVING min(last) %(condition)s
                )""",
                claims=claims.subselect(),
                acknowledged=self._acknowledged_on(),
                public=PUBLIC_YEARS,
                professional=YEARS["professional"],
                consumer=YEARS["consumer"],
                condition=condition,
            ),
        )
