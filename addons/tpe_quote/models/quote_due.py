from odoo import api, fields, models
from odoo.tools import SQL, format_date

# A quote sent earlier than that before the start is left to a person.
OLD_DAYS = 30
# Fewest days between two steps, when the first one came late.
GAP_DAYS = 3


class QuoteDue(models.Model):
    """Quotes without an answer: the next step, its day, or why nothing will leave.

    One row for each quote that is sent; the cron and the screen read the same rows.
    """

    _name = "tpe.quote.due"
    _description = "Quote to Chase"
    _auto = False
    _order = "next_on, amount_total desc, id"
    _rec_name = "order_id"
    _depends = {
        "sale.order": [
            "state",
            "company_id",
            "partner_id",
            "user_id",
            "amount_total",
            "validity_date",
            "tpe_sent_on",
            "tpe_chase_hold",
            "tpe_chase_resumed_on",
            "signed_on",
            "transaction_ids",
        ],
        "tpe.quote.chase": ["order_id", "step_id", "done_on", "message_id", "failure"],
        "tpe.quote.step": ["company_id", "active", "days"],
        "payment.transaction": ["state"],
        "res.company": ["tpe_quote_started_on"],
        "res.partner": ["commercial_partner_id"],
        "mail.message": ["model", "res_id", "message_type", "date", "author_id"],
        "mail.notification": [
            "mail_message_id",
            "res_partner_id",
            "notification_status",
        ],
        "tpe.dunning.dispute": ["company_id", "partner_id", "state"],
    }

    order_id = fields.Many2one("sale.order", string="Quote", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    partner_id = fields.Many2one("res.partner", string="Customer", readonly=True)
    user_id = fields.Many2one("res.users", string="Salesperson", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    amount_total = fields.Monetary(string="Total", readonly=True)
    sent_on = fields.Date(string="Sent on", readonly=True)
    validity_date = fields.Date(string="Valid until", readonly=True)
    chased = fields.Integer(string="Steps done", readonly=True)
    step_id = fields.Many2one("tpe.quote.step", string="Next step", readonly=True)
    channel = fields.Selection(related="step_id.channel")
    next_on = fields.Date(string="On", readonly=True)
    reason = fields.Selection(
        [
            ("off", "Chasing is not started"),
            ("signed", "Signed, or its payment is on the way"),
            ("replied", "The customer answered"),
            ("disputed", "The customer disputes an invoice"),
            ("hold", "Put on hold by a person"),
            ("expired", "No longer valid"),
            ("failed", "The last message did not arrive"),
            ("unknown", "Nobody knows whether the last message left"),
            ("old", "Sent long before the start: you decide"),
            ("finished", "All the steps are done"),
        ],
        string="Why nothing leaves",
        readonly=True,
    )

    @property
    def _table_query(self):
        # A quote expires the day after its last day; whoever looks, on a French clock.
        today = fields.Date.context_today(self.with_context(tz="Europe/Paris"))
        return SQL(
            """
            SELECT quote.id, quote.id AS order_id, quote.company_id, quote.partner_id,
                   quote.user_id, quote.currency_id, quote.amount_total,
                   quote.tpe_sent_on AS sent_on, quote.validity_date,
                   COALESCE(past.times, 0) AS chased, step.id AS step_id,
                   CASE WHEN step.id IS NOT NULL THEN GREATEST(
                        quote.tpe_sent_on + step.days, past.done_on + %(gap)s
                   ) END AS next_on,
                   CASE WHEN company.tpe_quote_started_on IS NULL THEN 'off'
                        WHEN %(signed)s THEN 'signed'
                        WHEN quote.tpe_chase_hold THEN 'hold'
                        WHEN %(replied)s THEN 'replied'
                        WHEN quote.validity_date < %(today)s THEN 'expired'
                        WHEN %(disputed)s THEN 'disputed'
                        WHEN %(failed)s THEN 'failed'
                        WHEN %(unknown)s THEN 'unknown'
                        WHEN step.id IS NULL THEN 'finished'
                        WHEN quote.tpe_sent_on < company.tpe_quote_started_on - %(old)s
                             AND (quote.tpe_chase_resumed_on::date
                                  > quote.tpe_sent_on) IS NOT TRUE THEN 'old'
                    END AS reason
              FROM sale_order quote
              JOIN res_company company ON company.id = quote.company_id
              JOIN res_partner partner ON partner.id = quote.partner_id
              LEFT JOIN LATERAL (
                  SELECT COUNT(*) FILTER (WHERE chase.failure IS NULL) AS times,
                         MAX(done.days) FILTER (WHERE chase.failure IS NULL) AS days,
                         MAX(chase.done_on) FILTER (WHERE chase.failure IS NULL)
                             AS done_on,
                         MAX(chase.id) AS id
                    FROM tpe_quote_chase chase
                    JOIN tpe_quote_step done ON done.id = chase.step_id
                   WHERE chase.order_id = quote.id
                     AND chase.done_on >= quote.tpe_sent_on
              ) past ON TRUE
              LEFT JOIN LATERAL (
                  SELECT id, days
                    FROM tpe_quote_step
                   WHERE company_id = quote.company_id
                     AND active
                     AND days > COALESCE(past.days, 0)
                ORDER BY days
                   LIMIT 1
              ) step ON TRUE
             WHERE quote.state = 'sent' AND quote.tpe_sent_on IS NOT NULL
            """,
            gap=GAP_DAYS,
            old=OLD_DAYS,
            today=today,
            signed=self._signed(),
            replied=self._replied(),
            disputed=self._disputed(),
            failed=self._last_chase(
                SQL("chase.failure IS NOT NULL OR %s", self._told("bounce"))
            ),
            unknown=self._last_chase(self._told("exception")),
        )

    def _words(self):
        """What comes next, in one line."""
        if self.reason:
            return dict(self._fields["reason"]._description_selection(self.env))[
                self.reason
            ]
        return self.env._(
            "%(step)s on %(day)s",
            step=self.step_id.name,
            day=format_date(self.env, self.next_on),
        )

    @api.model
    def action_open(self):
        """The list, which offers to start or to stop."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "tpe_quote.quote_due_action"
        )
        started = bool(self.env.company.sudo().tpe_quote_started_on)
        return {**action, "context": {"tpe_chasing": started}, "target": "main"}

    @api.model
    def action_start_chasing(self):
        """Chasing begins in the current company: a manager's decision."""
        self.env.company._quote_start()
        return self.action_open()

    @api.model
    def action_stop_chasing(self):
        """Nothing leaves any more in the current company."""
        self.env.company._quote_stop()
        return self.action_open()

    def action_open_quote(self):
        """The quote of a line, of a card."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "sale.order",
            "res_id": self.order_id.id,
            "views": [(False, "form")],
        }

    def action_chase(self):
        """Do the next step of these quotes now, whatever the day."""
        return self.order_id.action_tpe_chase()

    def action_hold(self):
        """Hold these quotes."""
        return self.order_id.action_tpe_chase_hold()

    def action_resume(self):
        """Chase these quotes again."""
        return self.order_id.action_tpe_chase_resume()
