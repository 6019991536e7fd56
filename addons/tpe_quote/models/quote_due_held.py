from odoo import models
from odoo.tools import SQL


class QuoteDueHeld(models.Model):
    """What holds the next step, as conditions on ``quote``, ``partner`` and ``past``."""

    _inherit = "tpe.quote.due"

    def _signed(self):
        """The customer said yes: the quote stays « sent » until its deposit is paid."""
        return SQL(
            """
            (quote.signed_on IS NOT NULL OR EXISTS (
                SELECT 1
                  FROM sale_order_transaction_rel rel
                  JOIN payment_transaction paying ON paying.id = rel.transaction_id
                 WHERE rel.sale_order_id = quote.id
                   AND paying.state IN ('pending', 'authorized', 'done')
            ))
            """
        )

    def _disputed(self):
        """Nobody is asked for an order while he waits for an answer of ours."""
        return SQL(
            """
            EXISTS (
                SELECT 1
                  FROM tpe_dunning_dispute dispute
                  JOIN res_partner writer ON writer.id = dispute.partner_id
                 WHERE dispute.company_id = quote.company_id
                   AND writer.commercial_partner_id = partner.commercial_partner_id
                   AND dispute.state = 'open'
            )
            """
        )

    def _replied(self):
        """The customer wrote after the sending, and nobody said to go on since then.

        An e-mail of an unknown sender on the thread of the quote is an answer too.
        """
        return SQL(
            """
            EXISTS (
                SELECT 1
                  FROM mail_message message
             LEFT JOIN res_partner author ON author.id = message.author_id
                 WHERE message.model = 'sale.order'
                   AND message.res_id = quote.id
                   AND message.message_type IN ('email', 'comment')
                   AND message.date >= quote.tpe_sent_on
                   AND message.date > COALESCE(quote.tpe_chase_resumed_on, '-infinity')
                   AND (author.commercial_partner_id = partner.commercial_partner_id
                        OR author.id IS NULL)
            )
            """
        )

    def _last_chase(self, condition):
        """The last step is one of these, and nobody said to go on since then."""
        return SQL(
            """
            EXISTS (
                SELECT 1
                  FROM tpe_quote_chase chase
                 WHERE chase.id = past.id
                   AND chase.create_date > COALESCE(quote.tpe_chase_resumed_on, '-infinity')
                   AND (%s)
            )
            """,
            condition,
        )

    def _told(self, status):
        """What became of the message to the customer; his colleagues' do not count."""
        return SQL(
            """
            EXISTS (
                SELECT 1
                  FROM mail_notification notified
                 WHERE notified.mail_message_id = chase.message_id
                   AND notified.res_partner_id = quote.partner_id
                   AND notified.notification_status = %s
            )
            """,
            status,
        )
