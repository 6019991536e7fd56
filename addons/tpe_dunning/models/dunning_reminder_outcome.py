from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

OUTCOMES = [
    ("paid", "Paid within 30 days"),
    ("paid_later", "Paid later"),
    ("unpaid", "Not paid"),
    ("waiting", "Too early to say"),
    ("other", "Settled otherwise"),
    ("unknown", "Invoice deleted"),
]


class DunningReminderOutcome(models.Model):
    """What a reminder brought, for each due line it named."""

    _inherit = "tpe.dunning.reminder.line"

    partner_id = fields.Many2one(related="reminder_id.partner_id", string="Customer")
    outcome = fields.Selection(
        OUTCOMES,
        compute="_compute_outcome",
        help="Whether the due line was paid in full within 30 days of the message.",
    )

    @api.depends("sent_on", "move_line_id")
    def _compute_outcome(self):
        codes = {}
        for company, lines in self.filtered("sent_on").grouped("company_id").items():
            ids = SQL("SELECT unnest(%s)", list(lines.ids))
            query = self._outcomes(ids, company._dunning_today())
            codes |= dict(self.env.execute_query(query))
        for line in self:
            line.outcome = codes.get(line.id, False)

    def _outcomes(self, ids, today) -> SQL:
        """Statement of ``(id, code)`` for the reminder lines that ``ids`` selects.

        What was settled by no payment after the message (a credit note, a payment dated
        before it) is neither a success nor a failure.
        """
        ids = ids if isinstance(ids, SQL) else ids.subselect()
        # The statement names no field: nothing else would flush for it.
        self.env["tpe.receivable.settlement"].check_access("read")
        self.env.flush_all()
        return SQL(
            """
            SELECT line.id,
                   CASE WHEN line.move_line_id IS NULL THEN 'unknown'
                        WHEN facts.is_open AND line.sent_on >= %(first)s THEN 'waiting'
                        WHEN facts.is_open THEN 'unpaid'
                        WHEN facts.paid_on IS NULL THEN 'other'
                        WHEN facts.paid_on <= line.sent_on + 30 THEN 'paid'
                        ELSE 'paid_later' END AS code
              FROM tpe_dunning_reminder_line line
         LEFT JOIN LATERAL (
                   SELECT bool_or(fact.is_open) AS is_open,
                          max(fact.settlement_date)
                              FILTER (WHERE fact.kind = 'payment'
                                        AND fact.settlement_date >= line.sent_on)
                              AS paid_on
                     FROM tpe_receivable_settlement fact
                    WHERE fact.move_line_id = line.move_line_id
                   ) facts ON TRUE
             WHERE line.id IN (%(ids)s)
            """,
            first=today - timedelta(30),
            ids=ids,
        )
