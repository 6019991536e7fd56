from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date
from odoo.tools.misc import formatLang

from ..models.res_company import BASES, UNITS
from ..tools.invoice_advance import Terms, advance

CENT = 100


class InvoiceAdvance(models.TransientModel):
    """What an advance on an invoice would cost, beside waiting for the customer."""

    _name = "tpe.invoice.advance"
    _description = "Advance on an Invoice"

    move_id = fields.Many2one(
        "account.move", string="Invoice", required=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="move_id.company_id")
    currency_id = fields.Many2one(related="company_id.currency_id")
    partner_id = fields.Many2one(related="move_id.commercial_partner_id")
    due_on = fields.Date(related="move_id.invoice_date_due")
    expected_on = fields.Date(
        string="Expected without it",
        required=True,
        help="The day this customer is expected to pay by himself: change it if you know.",
    )
    amount = fields.Monetary(string="Left to pay", required=True)
    fee_percent = fields.Float(string="Fee (%)", digits=(5, 2))
    unit = fields.Selection(UNITS, string="Fee taken", required=True)
    base = fields.Selection(BASES, string="Fee on", required=True)
    share = fields.Float(string="Share advanced (%)", digits=(5, 2))
    advanced = fields.Monetary(compute="_compute_cost")
    cost = fields.Monetary(compute="_compute_cost")
    received = fields.Monetary(compute="_compute_cost", string="Received at once")
    days = fields.Integer(compute="_compute_cost", string="Days won")
    yearly_percent = fields.Float(
        compute="_compute_cost", string="Cost a year (%)", digits=(9, 1)
    )
    is_refused = fields.Boolean(compute="_compute_cost")
    is_late = fields.Boolean(compute="_compute_cost")
    words = fields.Char(compute="_compute_cost")

    @api.depends(
        "move_id", "amount", "expected_on", "fee_percent", "unit", "base", "share"
    )
    def _compute_cost(self):
        for each in self:
            company = each.company_id
            today = company._dunning_today()
            terms = Terms(
                fee=each.fee_percent / 100,
                unit=each.unit or "flat",
                base=each.base or "advanced",
                share=each.share / 100,
                near=company.tpe_advance_near,
            )
            found = advance(
                round(each.amount * CENT), terms, today, each.expected_on or today
            )
            each.advanced = found.advanced / CENT
            each.cost = found.fee / CENT
            each.received = found.received / CENT
            each.days = found.days
            each.yearly_percent = 0 if found.is_near else round(100 * found.rate, 1)
            each.is_refused = found.is_near
            each.is_late = bool(each.due_on) and each.due_on < today
            each.words = each._sentence(found)

    def _sentence(self, found):
        env = self.env
        if found.is_near:
            return env._(
                "No: the customer is expected to pay on %(day)s by himself, in %(days)s "
                "days. Wait, or call him.",
                day=format_date(env, self.expected_on),
                days=found.days,
            )
        return env._(
            "%(cost)s for %(days)s days: %(rate)s %% a year.",
            cost=formatLang(env, found.fee / CENT, currency_obj=self.currency_id),
            days=found.days,
            rate=round(100 * found.rate),
        )

    @api.model
    def _open_for(self, move):
        """Open the simulation of a customer invoice that is not paid."""
        self.env.user._tpe_check_manager()
        move.check_access("read")
        if (
            move.move_type != "out_invoice"
            or move.state != "posted"
            or move.amount_residual_signed <= 0
        ):
            raise UserError(
                self.env._("An advance is for a posted customer invoice, not yet paid.")
            )
        company = move.company_id
        page = self.create(
            {
                "move_id": move.id,
                "expected_on": self._expected_on(move),
                "amount": move.amount_residual_signed,
                "fee_percent": company.tpe_advance_fee,
                "unit": company.tpe_advance_unit,
                "base": company.tpe_advance_base,
                "share": company.tpe_advance_share,
            }
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Advance on %s", move.name),
            "res_model": self._name,
            "res_id": page.id,
            "views": [(False, "form")],
            "target": "new",
        }

    @api.model
    def _expected_on(self, move):
        """When the forecast expects this invoice; its due date when it does not know."""
        forecasts = self.env["tpe.cash.forecast"]
        books = forecasts._books(move.company_id)
        source = self.env["tpe.cash.source"].sudo().with_company(books.company)
        self.env.flush_all()
        days = [
            flow.day
            for flow in source._found_receivable(books).flows
            if flow.record == ("account.move", move.id) and flow.day
        ]
        return max(days) if days else move.invoice_date_due or books.today
