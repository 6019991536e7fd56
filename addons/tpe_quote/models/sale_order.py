from odoo import fields, models
from odoo.tools import SQL


class SaleOrder(models.Model):
    _inherit = "sale.order"

    tpe_sent_on = fields.Date(
        string="Sent on",
        readonly=True,
        copy=False,
        index="btree_not_null",
        help="The day the quote became « sent »; steps are counted from it.",
    )
    tpe_chase_ids = fields.One2many("tpe.quote.chase", "order_id")
    tpe_chase_hold = fields.Boolean(
        string="Not chased", copy=False, tracking=True, readonly=True
    )
    tpe_chase_resumed_on = fields.Datetime(readonly=True, copy=False)
    tpe_chase_words = fields.Char(compute="_compute_tpe_chase_words")

    def _compute_tpe_chase_words(self):
        due = {
            row.id: row
            for row in self.env["tpe.quote.due"].search([("order_id", "in", self.ids)])
        }
        for order in self:
            row = due.get(order.id)
            order.tpe_chase_words = row and row._words()

    def write(self, vals):
        if vals.get("state") == "sent":
            newly = self.filtered(lambda order: order.state != "sent")
            for company in newly.company_id:
                own = newly.filtered(
                    lambda order, company=company: order.company_id == company
                )
                super(SaleOrder, own).write({"tpe_sent_on": company._dunning_today()})
        return super().write(vals)

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
