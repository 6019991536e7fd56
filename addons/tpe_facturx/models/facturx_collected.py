from odoo import api, fields, models
from odoo.tools import SQL
from odoo.tools.misc import get_lang

from .account_move_past import PAST


class TpeFacturxCollected(models.Model):
    """What each payment collected of each rate of VAT, to the cent.

    A part payment is spread over the rates of its invoice in proportion, the cents that
    remain going to the largest remainders.  It is the total paid so far that is spread,
    and what the payment before had already given is taken off: once all is paid, each
    rate has received what the invoice says.
    """

    _name = "tpe.facturx.collected"
    _description = "Collected by VAT rate"
    _auto = False
    _order = "date desc, id desc"
    _rec_name = "move_id"
    _depends = {
        "account.partial.reconcile": [
            "debit_move_id",
            "credit_move_id",
            "debit_amount_currency",
            "credit_amount_currency",
        ],
        "account.move": ["move_type", "state", "amount_total", "commercial_partner_id"],
        "account.move.line": [
            "move_id",
            "balance",
            "tax_line_id",
            "tax_ids",
            "display_type",
            "date",
            "account_id",
        ],
        "account.tax": ["amount", "amount_type", "tax_exigibility", "tax_scope"],
        "account.account": ["account_type"],
        "account.journal": ["type"],
        "res.company": ["tpe_vat_on_debits"],
    }

    date = fields.Date(string="Collected on", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    move_id = fields.Many2one("account.move", string="Invoice", readonly=True)
    partner_id = fields.Many2one("res.partner", string="Customer", readonly=True)
    rate = fields.Float(
        string="VAT rate (%)", digits=(5, 2), readonly=True, aggregator=None
    )
    rate_words = fields.Char(string="VAT rate", readonly=True)
    on_payment = fields.Boolean(
        string="VAT due on payment",
        readonly=True,
        help="Services, unless the firm opted for VAT on debits: their « collected » "
        "status is one of the four that the law asks for.",
    )
    amount = fields.Monetary(string="Collected, tax included", readonly=True)
    base = fields.Monetary(string="Without tax", readonly=True)
    vat = fields.Monetary(string="VAT", readonly=True)

    def action_open_invoice(self):
        self.ensure_one()
        return self.move_id._facturx_open("invoice")

    @api.model
    def _by_rate(self, moves):
        """``{invoice id: [(rate, collected, VAT)]}`` of what was collected so far."""
        found = {}
        for move, rate, amount, vat in self.env.execute_query(
            SQL(
                """SELECT move_id, rate, sum(amount), sum(vat) FROM (%s) AS collected
                 GROUP BY move_id, rate ORDER BY move_id, rate DESC""",
                self._query(moves - moves._facturx_past()),
            )
        ):
            found.setdefault(move, []).append((float(rate), float(amount), float(vat)))
        return found

    @property
    def _table_query(self):
        return self._query()

    def _query(self, moves=None):
        for model, names in self._depends.items():
            self.env[model].flush_model(names)
        only = SQL("TRUE") if moves is None else SQL("move.id = ANY(%s)", moves.ids)
        past = SQL("FALSE")
        if PAST in self.env["account.move"]._fields:
            self.env["account.move"].flush_model([PAST])
            past = SQL("move.%s IS NOT NULL", SQL.identifier(PAST))
        return SQL(
            """
            WITH invoice AS MATERIALIZED (
                SELECT move.id, move.move_type, move.company_id,
                       move.commercial_partner_id AS partner_id, move.amount_total,
                       company.tpe_vat_on_debits AS on_debits, %(past)s AS past
                  FROM account_move move
                  JOIN res_company company ON company.id = move.company_id
                 WHERE move.move_type IN ('out_invoice', 'out_refund')
                   AND move.state = 'posted' AND move.amount_total > 0 AND %(only)s
            ),
            settled AS (
                SELECT partial.id, invoice.id AS move_id, partial.credit_move_id AS other_id,
                       partial.debit_move_id AS due_id,
                       partial.debit_amount_currency AS amount
                  FROM invoice
                  JOIN account_move_line due ON due.move_id = invoice.id
                  JOIN account_partial_reconcile partial ON partial.debit_move_id = due.id
                 WHERE invoice.move_type = 'out_invoice'
             UNION ALL
                SELECT partial.id, invoice.id, partial.debit_move_id,
                       partial.credit_move_id, partial.credit_amount_currency
                  FROM invoice
                  JOIN account_move_line due ON due.move_id = invoice.id
                  JOIN account_partial_reconcile partial ON partial.credit_move_id = due.id
                 WHERE invoice.move_type = 'out_refund'
            ),
            -- What came in at the bank or in cash: a credit note or an exchange
            -- difference settles an invoice and collects nothing.
            paid AS MATERIALIZED (
                SELECT settled.id, settled.move_id, other.date, invoice.company_id,
                       invoice.partner_id, invoice.amount_total, invoice.past,
                       sum(settled.amount) OVER (
                           PARTITION BY settled.move_id ORDER BY other.date, settled.id)
                           AS so_far
                  FROM settled
                  JOIN invoice ON invoice.id = settled.move_id
                  JOIN account_move_line due ON due.id = settled.due_id
                  JOIN account_account account ON account.id = due.account_id
                                              AND account.account_type = 'asset_receivable'
                  JOIN account_move_line other ON other.id = settled.other_id
                  JOIN account_journal journal ON journal.id = other.journal_id
                                              AND journal.type IN ('bank', 'cash')
                 WHERE settled.amount <> 0
            ),
            -- Tax included, in the money of the company, by rate and by when VAT is due:
            -- the tax of a tax line, or the highest percentage of a line of goods.
            part AS MATERIALIZED (
                SELECT line.move_id, tax.rate, tax.on_payment,
                       sum(-line.balance) AS gross,
                       sum(-line.balance) FILTER (
                           WHERE line.tax_line_id IS NOT NULL) AS vat
                  FROM account_move_line line
                  JOIN invoice ON invoice.id = line.move_id
             LEFT JOIN LATERAL (
                       SELECT rel.account_tax_id AS id
                         FROM account_move_line_account_tax_rel rel
                         JOIN account_tax t ON t.id = rel.account_tax_id
                                           AND t.amount_type = 'percent'
                        WHERE rel.account_move_line_id = line.id
                          AND line.tax_line_id IS NULL
                     ORDER BY t.amount DESC LIMIT 1) AS goods ON TRUE
             LEFT JOIN account_tax found ON found.id = coalesce(line.tax_line_id, goods.id)
    CROSS JOIN LATERAL (SELECT coalesce(found.amount, 0) AS rate,
                               coalesce(found.tax_exigibility = 'on_payment'
                                        AND NOT (coalesce(found.tax_scope, '') = 'service'
                                                 AND coalesce(invoice.on_debits, false)),
                                        false) AS on_payment) AS tax
                 WHERE line.display_type IN ('product', 'tax', 'rounding', 'epd')
              GROUP BY line.move_id, tax.rate, tax.on_payment
            ),
            share AS (
                SELECT paid.id, paid.date, paid.move_id, paid.company_id, paid.partner_id,
                       paid.past, part.rate, part.on_payment, part.gross,
                       coalesce(part.vat, 0) AS vat,
                       row_number() OVER (PARTITION BY paid.id
                                          ORDER BY part.rate DESC, part.on_payment) AS place,
                       part.gross * 100 * paid.so_far / paid.amount_total AS exact,
                       floor(part.gross * 100 * paid.so_far / paid.amount_total) AS low
                  FROM paid
                  JOIN part ON part.move_id = paid.move_id
            ),
            ranked AS (
                SELECT share.*,
                       round(sum(exact) OVER everyone) - sum(low) OVER everyone AS left_over,
                       row_number() OVER (PARTITION BY id
                                          ORDER BY exact - low DESC, place) AS rank
                  FROM share
                WINDOW everyone AS (PARTITION BY id)
            ),
            given AS (
                SELECT *, low + (rank <= left_over)::int AS cents,
                       CASE WHEN gross = 0 THEN 0 ELSE
                           round((low + (rank <= left_over)::int) * vat / gross)
                       END AS vat_cents
                  FROM ranked
            ),
            step AS (
                SELECT given.*,
                       cents - lag(cents, 1, 0::numeric) OVER history AS new_cents,
                       vat_cents - lag(vat_cents, 1, 0::numeric) OVER history AS new_vat
                  FROM given
                WINDOW history AS (
                       PARTITION BY move_id, rate, on_payment ORDER BY date, id)
            )
            SELECT step.id::bigint * 32 + step.place AS id, step.date, step.company_id,
                   step.move_id, step.partner_id, step.rate,
                   -- Invoices taken over came without their VAT.
                   CASE WHEN step.past THEN %(unknown)s
                        ELSE replace(trim_scale(step.rate::numeric)::text, '.', %(point)s)
                             || ' %%'
                    END AS rate_words,
                   step.on_payment, step.new_cents / 100 AS amount,
                   (step.new_cents - step.new_vat) / 100 AS base,
                   step.new_vat / 100 AS vat
              FROM step
             WHERE step.new_cents <> 0 OR step.new_vat <> 0
            """,
            only=only,
            past=past,
            unknown=self.env._("Not known (taken over)"),
            point=get_lang(self.env).decimal_point,
        )
