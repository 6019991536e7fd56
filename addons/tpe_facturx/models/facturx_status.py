from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

SOURCES = [("hand", "By hand"), ("csv", "Imported from a file")]


class TpeFacturxStatus(models.Model):
    """What became of an invoice: internal follow-up, transmitted to nobody."""

    _name = "tpe.facturx.status"
    _description = "Internal follow-up of an e-invoice"
    _order = "date desc, id desc"
    _rec_name = "code_id"
    _check_company_auto = True

    move_id = fields.Many2one(
        "account.move",
        string="Invoice",
        required=True,
        index=True,
        ondelete="cascade",
        check_company=True,
        domain="[('move_type', 'in', ('out_invoice', 'out_refund')),"
        " ('state', '=', 'posted')]",
    )
    company_id = fields.Many2one(related="move_id.company_id", store=True, index=True)
    partner_id = fields.Many2one(related="move_id.commercial_partner_id", store=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    code_id = fields.Many2one(
        "tpe.facturx.status.code", string="Status", required=True, ondelete="restrict"
    )
    code = fields.Char(related="code_id.code")
    mandatory = fields.Boolean(related="code_id.mandatory")
    who = fields.Selection(related="code_id.who")
    date = fields.Date(required=True, default=fields.Date.context_today)
    reason = fields.Char()
    source = fields.Selection(SOURCES, required=True, default="hand", readonly=True)
    withdrawn = fields.Boolean(string="Taken back", readonly=True)
    amount_ids = fields.One2many(
        "tpe.facturx.status.amount", "status_id", string="Collected by VAT rate"
    )
    label = fields.Char(string="Kind of follow-up", compute="_compute_label")

    _move_idx = models.Index("(move_id, date) WHERE withdrawn IS NOT TRUE")

    @api.depends_context("lang")
    def _compute_label(self):
        self.label = self.env._("internal follow-up, not transmitted")

    @api.model_create_multi
    def create(self, vals_list):
        statuses = super().create(vals_list)
        for status in statuses:
            if (
                status.move_id.state != "posted"
                or not status.move_id.is_sale_document()
            ):
                raise UserError(
                    self.env._("Only a posted customer invoice has a follow-up.")
                )
            if status.code_id.effect == "hold" and not status.reason:
                raise UserError(
                    self.env._(
                        "Say why: %(status)s holds the reminders of %(invoice)s.",
                        status=status.code_id.name,
                        invoice=status.move_id.name,
                    )
                )
        statuses._fill_amounts()
        statuses.move_id._facturx_follow()
        return statuses

    def write(self, vals):
        kept = {"move_id", "code_id", "date", "source", "withdrawn"}
        if kept & vals.keys() and not self.env.su:
            raise UserError(
                self.env._(
                    "A status is not rewritten: take it back, then note the right one."
                )
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_noted(self):
        raise UserError(
            self.env._("A status is kept as evidence: take it back instead.")
        )

    def action_take_back(self):
        """This status was a mistake: what it did to the reminders is undone."""
        self.check_access("write")
        for status in self.filtered(lambda status: not status.withdrawn):
            status.sudo().withdrawn = True
            status.move_id.message_post(
                body=self.env._(
                    "Status « %(status)s » of %(date)s taken back (%(label)s).",
                    status=status.code_id.name,
                    date=format_date(self.env, status.date),
                    label=status.label,
                )
            )
        self.move_id._facturx_follow()

    def action_open_invoice(self):
        self.ensure_one()
        return self.move_id._facturx_open("invoice")

    def _fill_amounts(self):
        """A « collected » status carries what was collected so far, by rate of VAT."""
        collected = self.filtered(lambda status: status.code == "212")
        if not collected:
            return
        figures = self.env["tpe.facturx.collected"]._by_rate(collected.move_id)
        for status in collected.filtered(lambda status: not status.amount_ids):
            self.env["tpe.facturx.status.amount"].create(
                [
                    {"status_id": status.id, "rate": rate, "amount": amount, "vat": vat}
                    for rate, amount, vat in figures.get(status.move_id.id, ())
                ]
            )
