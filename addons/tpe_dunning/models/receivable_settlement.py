from odoo import fields, models
from odoo.tools import SQL, drop_view_if_exists

KINDS = [
    ("payment", "Payment"),
    ("credit_note", "Credit note"),
    ("other", "Other entry"),
    ("open", "Not paid yet"),
]


class ReceivableSettlement(models.Model):
    """How each part of what customers owed was settled, and what is still open.

    The one home of payment facts: a row for each part of a due line that was settled,
    one for what is left of it.  The rows of a due line add up to its balance.

    A due line is a claim: a receivable line of a posted sale document, or of an entry
    whose follow-up a person switched on.  The line of a refund has a negative balance:
    it is no debt, and shows up as the credit note that settles an invoice.
    """

    _name = "tpe.receivable.settlement"
    _description = "Payment Fact"
    _auto = False
    _order = "due_date desc, id desc"
    _rec_name = "move_id"

    move_line_id = fields.Many2one(
        "account.move.line", string="Due line", readonly=True
    )
    move_id = fields.Many2one("account.move", string="Invoice", readonly=True)
    partner_id = fields.Many2one("res.partner", string="Customer", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one(
        "res.currency", string="Invoice currency", readonly=True
    )
    company_currency_id = fields.Many2one("res.currency", readonly=True)
    issue_date = fields.Date(string="Invoice date", readonly=True)
    due_date = fields.Date(readonly=True)
    settlement_date = fields.Date(
        string="Settled on",
        readonly=True,
        help="Day of the later of the two entries that were matched; empty while open.",
    )
    amount = fields.Monetary(
        currency_field="company_currency_id",
        readonly=True,
        help="Part of the due line, tax included, in company currency.",
    )
    kind = fields.Selection(KINDS, string="Settled by", readonly=True)
    is_open = fields.Boolean(string="Still open", readonly=True)
    counterpart_id = fields.Many2one(
        "account.move", string="Settling entry", readonly=True
    )
    days_late = fields.Integer(
        readonly=True,
        aggregator="avg",
        help="From the due date to the payment; negative when it came early. Empty for "
        "what is open and for what is not a payment.",
    )
    days_to_pay = fields.Integer(
        readonly=True,
        aggregator="avg",
        help="From the invoice date to the payment.",
    )
    reminded_on = fields.Date(
        string="Last reminder",
        readonly=True,
        help="The last reminder that was delivered before this payment.",
    )
    days_after_reminder = fields.Integer(
        readonly=True,
        aggregator="avg",
        help="From the last reminder to the payment.",
    )

    # What the view reads: the ORM writes it to the database before a search.
    _depends = {
        "account.account": ["account_type"],
        "account.journal": ["type"],
        "account.move": ["move_type"],
        "account.move.line": [
            "account_id",
            "amount_residual",
            "balance",
            "company_id",
            "company_currency_id",
            "currency_id",
            "date",
            "date_maturity",
            "display_type",
            "invoice_date",
            "journal_id",
            "move_id",
            "no_followup",
            "parent_state",
            "partner_id",
            "payment_id",
            "reconciled",
        ],
        "account.partial.reconcile": [
            "amount",
            "credit_move_id",
            "debit_move_id",
            "max_date",
        ],
        "res.partner": ["commercial_partner_id"],
        "tpe.dunning.reminder.line": ["move_line_id", "rank", "sent_on", "state"],
    }

    def action_open_entry(self):
        """Open the invoice, or the entry, of this fact."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "account.move",
            "res_id": self.move_id.id,
            "views": [(False, "form")],
        }

    def init(self):
        """Create the view.

        ``is_open`` is a constant of each branch: a search on it reads one branch only.
        ``reminded_on`` is a scalar sub-select: it costs nothing when it is not read.
        """
        drop_view_if_exists(self.env.cr, self._table)
        self.env.cr.execute(
            SQL(
                "CREATE VIEW %s AS (%s UNION ALL %s)",
                SQL.identifier(self._table),
                self._settled(),
                self._open(),
            )
        )

    def _settled(self) -> SQL:
        """A row for each matching of a claim.

        Only the line of a document is a ``payment_term``: it settles as a credit note.
        """
        return SQL(
            """
            SELECT fact.*,
                   CASE WHEN fact.kind = 'payment'
                        THEN fact.settlement_date - fact.due_date END AS days_late,
                   CASE WHEN fact.kind = 'payment'
                        THEN fact.settlement_date - fact.issue_date END AS days_to_pay,
                   %(reminded)s AS reminded_on,
                   fact.settlement_date - %(reminded)s AS days_after_reminder
              FROM (
                SELECT part.id::bigint * 2 AS id,
                       %(claim)s,
                       part.max_date AS settlement_date,
                       part.amount,
                       %(kind)s AS kind,
                       FALSE AS is_open,
                       settling.move_id AS counterpart_id
                  FROM account_partial_reconcile part
                  JOIN account_move_line line ON line.id = part.debit_move_id
             LEFT JOIN account_move_line settling ON settling.id = part.credit_move_id
             LEFT JOIN res_partner partner ON partner.id = line.partner_id
                 WHERE %(is_claim)s
              ) fact
            """,
            reminded=self._last_reminder(),
            claim=self._claim(),
            kind=self._kind("settling"),
            is_claim=self._is_claim(),
        )

    def _open(self) -> SQL:
        """A row for what is left of each claim; core has an index on these lines."""
        return SQL(
            """
            SELECT line.id::bigint * 2 + 1 AS id,
                   %(claim)s,
                   NULL::date AS settlement_date,
                   line.amount_residual AS amount,
                   'open' AS kind,
                   TRUE AS is_open,
                   NULL::integer AS counterpart_id,
                   NULL::integer AS days_late,
                   NULL::integer AS days_to_pay,
                   NULL::date AS reminded_on,
                   NULL::integer AS days_after_reminder
              FROM account_move_line line
         LEFT JOIN res_partner partner ON partner.id = line.partner_id
             WHERE line.reconciled IS NOT TRUE
               AND line.amount_residual <> 0
               AND %(is_claim)s
            """,
            claim=self._claim(),
            is_claim=self._is_claim(),
        )

    def _claim(self) -> SQL:
        return SQL(
            """line.id AS move_line_id,
               line.move_id,
               COALESCE(partner.commercial_partner_id, line.partner_id) AS partner_id,
               line.company_id,
               line.currency_id,
               line.company_currency_id,
               COALESCE(line.invoice_date, line.date) AS issue_date,
               COALESCE(line.date_maturity, line.date) AS due_date"""
        )

    def _kind(self, alias="line") -> SQL:
        """What the entry line ``alias`` is, that settles a claim or will."""
        return SQL(
            """CASE WHEN %(line)s.display_type = 'payment_term' THEN 'credit_note'
                    WHEN %(line)s.payment_id IS NOT NULL
                         OR %(line)s.journal_id = ANY(%(money)s) THEN 'payment'
                    ELSE 'other' END""",
            line=SQL.identifier(alias),
            money=self._journals("bank", "cash", "credit"),
        )

    def _is_claim(self) -> SQL:
        """The same claims as those that are reminded, the follow-up of invoices apart.

        Nobody reminds an invoice marked « no follow-up »; it is owed all the same.

        Accounts and journals are arrays, not joins: the planner has few tables to order,
        and stays right on a database that was just filled and has no statistics yet.
        """
        return SQL(
            """line.parent_state = 'posted'
               AND line.balance > 0
               AND line.account_id = ANY(ARRAY(
                   SELECT id FROM account_account
                    WHERE account_type = 'asset_receivable'))
               AND (line.display_type = 'payment_term'
                    OR (line.no_followup IS NOT TRUE
                        AND line.journal_id = ANY(%s)
                        AND (SELECT move_type FROM account_move
                              WHERE id = line.move_id) = 'entry'))""",
            self._journals("general", "sale"),
        )

    def _journals(self, *types) -> SQL:
        return SQL("ARRAY(SELECT id FROM account_journal WHERE type IN %s)", types)

    def _last_reminder(self) -> SQL:
        """Day of the last real reminder before a payment.

        A courtesy before the due date and a thank-you are no reminders.  One that leaves
        on the day of the payment counts: what is paid already when it leaves is
        withdrawn, so the payment came after it.
        """
        return SQL(
            """(SELECT max(reminder.sent_on)
                  FROM tpe_dunning_reminder_line reminder
                 WHERE reminder.move_line_id = fact.move_line_id
                   AND reminder.state = 'sent'
                   AND reminder.rank BETWEEN 1 AND 3
                   AND reminder.sent_on <= fact.settlement_date
                   AND fact.kind = 'payment')"""
        )
