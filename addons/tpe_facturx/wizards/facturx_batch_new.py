from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import format_date

# No slash: it becomes the name of a file.
DAY = "d MMM yyyy"


class TpeFacturxBatchNew(models.TransientModel):
    """Which invoices go into the accountant's ZIP: a period, and journals."""

    _name = "tpe.facturx.batch.new"
    _description = "Prepare the accountant's ZIP"

    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    date_from = fields.Date(
        string="From", required=True, default=lambda self: self._last_month(1)
    )
    date_to = fields.Date(
        string="To", required=True, default=lambda self: self._last_month(31)
    )
    journal_ids = fields.Many2many(
        "account.journal",
        string="Journals",
        domain="[('type', '=', 'sale'), ('company_id', '=', company_id)]",
        help="Empty: all the sales journals.",
    )
    count = fields.Integer(string="Invoices", compute="_compute_count")

    def _last_month(self, day):
        today = fields.Date.context_today(self)
        return today - relativedelta(months=1) + relativedelta(day=day)

    past = fields.Integer(
        string="Taken over, not in the ZIP",
        compute="_compute_count",
        help="Invoices taken over from another software, which made their documents.",
    )

    @api.depends("company_id", "date_from", "date_to", "journal_ids")
    def _compute_count(self):
        moves = self.env["account.move"]
        for wizard in self:
            domain = wizard._domain()
            wizard.count = moves.search_count(domain & moves._facturx_not_past())
            wizard.past = moves.search_count(domain) - wizard.count

    def _domain(self):
        domain = (
            Domain("company_id", "=", self.company_id.id)
            & Domain("move_type", "in", ("out_invoice", "out_refund"))
            & Domain("state", "=", "posted")
            & Domain("invoice_date", ">=", self.date_from)
            & Domain("invoice_date", "<=", self.date_to)
        )
        if self.journal_ids:
            domain &= Domain("journal_id", "in", self.journal_ids.ids)
        return domain

    def action_prepare(self):
        """Queue the ZIP and show its progress."""
        self.ensure_one()
        moves = self.env["account.move"].search(self._domain())
        if not moves:
            raise UserError(self.env._("No invoice in this period."))
        name = self.env._(
            "Invoices %(start)s to %(end)s",
            start=format_date(self.env, self.date_from, date_format=DAY),
            end=format_date(self.env, self.date_to, date_format=DAY),
        )
        return self.env["tpe.facturx.batch"]._ask(moves, name)._get_records_action()
