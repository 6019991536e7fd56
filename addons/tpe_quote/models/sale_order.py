from odoo import api, fields, models
from odoo.tools import SQL

# Others read quotes too: the accountant, the customer on his portal.
CHASERS = "sales_team.group_sale_salesman,tpe_base.group_tpe_manager"


class SaleOrder(models.Model):
    _inherit = "sale.order"

    tpe_sent_on = fields.Date(
        string="Sent on",
        readonly=True,
        copy=False,
        index="btree_not_null",
        help="The day the quote became « sent »; steps are counted from it.",
    )
    tpe_chase_ids = fields.One2many("tpe.quote.chase", "order_id", groups=CHASERS)
    tpe_chase_hold = fields.Boolean(
        string="Not chased", copy=False, tracking=True, readonly=True, groups=CHASERS
    )
    tpe_chase_resumed_on = fields.Datetime(
        readonly=True,
        copy=False,
        groups=CHASERS,
        help="Answers and failures from before that moment hold nothing.",
    )
    tpe_chase_words = fields.Char(compute="_compute_tpe_chase_words", groups=CHASERS)

    def _compute_tpe_chase_words(self):
        due = {
            row.id: row
            for row in self.env["tpe.quote.due"].search([("order_id", "in", self.ids)])
        }
        for order in self:
            row = due.get(order.id)
            order.tpe_chase_words = row and row._words()

    @api.model_create_multi
    def create(self, vals_list):
        orders = super().create(vals_list)
        if any(order.state == "sent" for order in orders):
            orders._tpe_find_sent_on()
        return orders

    def write(self, vals):
        if vals.get("state") == "sent":
            self.filtered(lambda order: order.state != "sent")._tpe_note_sending()
        return super().write(vals)

    def message_post(self, **kwargs):
        # Core leaves the state of a quote that is sent again as it is.
        if self.env.context.get("mark_so_as_sent"):
            self.filtered(lambda order: order.state == "sent")._tpe_note_sending()
        return super().message_post(**kwargs)

    def _tpe_note_sending(self):
        """Steps count from today, and what was said before is no answer to this."""
        for order in self.sudo():
            order.write(
                {
                    "tpe_sent_on": order.company_id._dunning_today(),
                    "tpe_chase_resumed_on": fields.Datetime.now(),
                }
            )

    def _tpe_find_sent_on(self):
        """The day of sending of quotes sent before this addon came.

        The chatter knows it; without a trace, the day of the quote.
        """
        self.flush_model()
        self.env.cr.execute(
            SQL(
                """
                UPDATE sale_order quote
                   SET tpe_sent_on = COALESCE((
                        SELECT MAX(message.date)
                          FROM mail_message message
                          JOIN mail_tracking_value tracked
                            ON tracked.mail_message_id = message.id
                          JOIN ir_model_fields field ON field.id = tracked.field_id
                         WHERE message.model = 'sale.order'
                           AND message.res_id = quote.id
                           AND field.name = 'state'
                       ), quote.date_order)::date
                 WHERE state = 'sent' AND tpe_sent_on IS NULL
                """
            )
        )
        self.invalidate_model(["tpe_sent_on"])
