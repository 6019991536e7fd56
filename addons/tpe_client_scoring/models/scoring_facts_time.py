from odoo import models
from odoo.tools import SQL

# Where the mails of a customer are: (model, the column that names the customer).
DOCUMENTS = (
    ("res.partner", "id"),
    ("account.move", "partner_id"),
    ("sale.order", "partner_id"),
    ("crm.lead", "partner_id"),
    ("project.task", "partner_id"),
)


class ScoringFactsTime(models.AbstractModel):
    """The time a customer takes: timesheets, or the traces he leaves."""

    _inherit = "tpe.scoring.facts"

    def _traces(self, window) -> list[SQL]:
        """Statements of ``partner_id`` and figures of time, one for each kind of trace."""
        days = {**self._days(window), **self._bounds(window)}
        return [
            *self._timesheets(days),
            *self._meetings(days),
            self._mails(days),
            self._calls(days),
            self._credit_notes(days),
            self._reminders(days),
        ]

    def _bounds(self, window):
        """Instants of the first and last moment of the window, in UTC as stored."""
        tz = window.company.sudo().partner_id.tz or "Europe/Paris"
        instant = "((%s::date + 1)::timestamp AT TIME ZONE %s AT TIME ZONE 'UTC')"
        return {
            "since": SQL(instant, window.start, tz),
            "until": SQL(instant, window.end, tz),
        }

    def _timesheets(self, days):
        """Any analytic line in hours or days that is not that of an invoice line."""
        hour = self.env.ref("uom.product_uom_hour", raise_if_not_found=False)
        if not hour:
            return
        yield SQL(
            """
            SELECT partner.commercial_partner_id AS partner_id,
                   SUM(line.unit_amount * uom.factor / %(hour)s)::float
                       AS timesheet_hours,
                   COUNT(*) AS timesheets
              FROM account_analytic_line line
              JOIN uom_uom uom ON uom.id = line.product_uom_id
              JOIN res_partner partner ON partner.id = line.partner_id
             WHERE line.company_id = %(company)s
               AND line.move_line_id IS NULL
               AND (uom.id = %(hour_id)s OR uom.relative_uom_id = %(hour_id)s)
               AND line.unit_amount > 0
               AND line.date > %(start)s
               AND line.date <= %(end)s
          GROUP BY partner.commercial_partner_id
            """,
            hour=hour.factor,
            hour_id=hour.id,
            **days,
        )

    def _meetings(self, days):
        """A meeting counts once for a customer, however many of his people came."""
        if "calendar.event" not in self.env:
            return
        yield SQL(
            """
            SELECT partner_id, SUM(duration)::float AS meeting_hours,
                   COUNT(*) AS meetings
              FROM (
                SELECT DISTINCT partner.commercial_partner_id AS partner_id, event.id,
                       CASE WHEN event.allday THEN 7 ELSE event.duration END AS duration
                  FROM calendar_event event
                  JOIN res_users owner ON owner.id = event.user_id
                  JOIN calendar_event_res_partner_rel rel
                    ON rel.calendar_event_id = event.id
                  JOIN res_partner partner ON partner.id = rel.res_partner_id
                 WHERE owner.company_id = %(company)s
                   AND event.active
                   AND event.start >= %(since)s
                   AND event.start < %(until)s
              ) met
          GROUP BY partner_id
            """,
            **days,
        )

    def _mails(self, days):
        """What was written and received on the customer's documents, notes left out.

        A message of no company is of the one its author works for.
        """
        documents = SQL(" UNION ALL ").join(
            SQL(
                "SELECT %s AS model, doc.id AS res_id, doc.%s AS partner_id FROM %s doc",
                model,
                SQL.identifier(column),
                SQL.identifier(self.env[model]._table),
            )
            for model, column in DOCUMENTS
            if model in self.env and column in self.env[model]._fields
        )
        return SQL(
            """
            SELECT partner.commercial_partner_id AS partner_id, COUNT(*) AS mails
              FROM mail_message message
              JOIN (%(documents)s) document
                ON document.model = message.model AND document.res_id = message.res_id
              JOIN res_partner partner ON partner.id = document.partner_id
         LEFT JOIN res_users author ON author.partner_id = message.author_id
             WHERE message.message_type IN ('email', 'comment', 'email_outgoing')
               AND message.subtype_id IN (
                   SELECT id FROM mail_message_subtype WHERE internal IS NOT TRUE)
               AND message.is_internal IS NOT TRUE
               AND COALESCE(message.record_company_id, author.company_id, %(company)s)
                   = %(company)s
               AND message.date >= %(since)s
               AND message.date < %(until)s
          GROUP BY partner.commercial_partner_id
            """,
            documents=documents,
            **days,
        )

    def _calls(self, days):
        """Calls noted on reminders, and activities of a call that are done."""
        return SQL(
            """
            SELECT partner.commercial_partner_id AS partner_id, SUM(number) AS calls
              FROM (
                SELECT partner_id, call_count AS number
                  FROM tpe_dunning_reminder
                 WHERE company_id = %(company)s
                   AND call_count > 0
                   AND last_call_on > %(start)s
                   AND last_call_on <= %(end)s
             UNION ALL
                SELECT COALESCE(move.partner_id, activity.res_id), 1
                  FROM mail_activity activity
                  JOIN mail_activity_type kind ON kind.id = activity.activity_type_id
                  JOIN res_users caller ON caller.id = activity.user_id
             LEFT JOIN account_move move
                    ON activity.res_model = 'account.move' AND move.id = activity.res_id
                 WHERE kind.category = 'phonecall'
                   AND activity.active IS FALSE
                   AND activity.res_model IN ('account.move', 'res.partner')
                   AND COALESCE(move.company_id, caller.company_id) = %(company)s
                   AND activity.date_done > %(start)s
                   AND activity.date_done <= %(end)s
              ) call
              JOIN res_partner partner ON partner.id = call.partner_id
          GROUP BY partner.commercial_partner_id
            """,
            **days,
        )

    def _credit_notes(self, days):
        return SQL(
            """
            SELECT commercial_partner_id AS partner_id, COUNT(*) AS credit_notes
              FROM account_move
             WHERE company_id = %(company)s
               AND state = 'posted'
               AND move_type = 'out_refund'
               AND commercial_partner_id IS NOT NULL
               AND COALESCE(invoice_date, date) > %(start)s
               AND COALESCE(invoice_date, date) <= %(end)s
          GROUP BY commercial_partner_id
            """,
            **days,
        )

    def _reminders(self, days):
        """Those that claim money; a courtesy and a thank-you take nobody's time."""
        return SQL(
            """
            SELECT partner.commercial_partner_id AS partner_id, COUNT(*) AS reminders
              FROM tpe_dunning_reminder reminder
              JOIN res_partner partner ON partner.id = reminder.partner_id
             WHERE reminder.company_id = %(company)s
               AND reminder.state = 'sent'
               AND reminder.rank IN ('1', '2', '3')
               AND reminder.sent_on > %(start)s
               AND reminder.sent_on <= %(end)s
          GROUP BY partner.commercial_partner_id
            """,
            **days,
        )
