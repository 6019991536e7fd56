from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from .supplier_schedule import yearly


class SupplierScheduleLine(models.TransientModel):
    """A bill and the day it should be paid, with the reason in a sentence."""

    _name = "tpe.supplier.schedule.line"
    _description = "Bill to Pay"
    _order = "id"

    schedule_id = fields.Many2one(
        "tpe.supplier.schedule", required=True, ondelete="cascade"
    )
    currency_id = fields.Many2one(related="schedule_id.currency_id")
    move_line_id = fields.Many2one("account.move.line", ondelete="cascade")
    move_id = fields.Many2one("account.move", string="Bill", ondelete="cascade")
    supplier = fields.Char()
    due_on = fields.Date(string="Due")
    before_on = fields.Date(string="Planned")
    pay_on = fields.Date(string="Pay on")
    kind = fields.Selection(
        [("keep", "As planned"), ("delay", "Later"), ("discount", "Sooner")],
        string="Proposal",
    )
    why = fields.Char()
    amount = fields.Monetary(help="What leaves on that day, the discount taken off.")
    is_decided = fields.Boolean()

    def _of(self, page, payment, line, found, books):
        """Values of a line for a payment that was proposed."""
        return {
            "move_line_id": line.id,
            "move_id": line.move_id.id,
            "supplier": payment.bill.supplier,
            "due_on": payment.bill.due,
            "before_on": payment.before,
            "pay_on": payment.on,
            "kind": payment.kind,
            "why": self._sentence(page, payment, line, found, books),
            "amount": books.money(payment.paid),
            "is_decided": bool(line.tpe_pay_on),
        }

    def _sentence(self, page, payment, line, found, books):
        env = page.env
        facts = {
            "supplier": payment.bill.supplier,
            "day": format_date(env, payment.on),
            "before": format_date(env, payment.before),
        }
        if payment.kind == "discount":
            return env._(
                "%(supplier)s: pay on %(day)s rather than %(before)s: the discount "
                "saves %(gain)s (%(rate)s %% a year).",
                gain=page._money(books.money(payment.gain)),
                rate=round(yearly(payment)),
                **facts,
            )
        if payment.kind == "delay":
            return self._delay_sentence(page, payment, found, books, facts)
        if line.tpe_pay_on:
            return env._(
                "Decided by %(name)s on %(day)s.",
                name=line.tpe_pay_on_by.name,
                day=format_date(env, line.tpe_pay_on_at),
            )
        if payment.bill.due < books.today:
            return env._("Late already: pay it now.")
        return ""

    def _delay_sentence(self, page, payment, found, books, facts):
        env = page.env
        if found.missing:
            words = env._(
                "%(supplier)s: pay on %(day)s rather than %(before)s: the low point "
                "falls less.",
                **facts,
            )
        else:
            words = env._(
                "%(supplier)s: pay on %(day)s rather than %(before)s: the low point "
                "stays above %(threshold)s.",
                threshold=page._money(books.money(found.threshold)),
                **facts,
            )
        if payment.cost:
            words += " " + env._(
                "Ask first: after the date agreed the supplier may claim up to %s.",
                page._money(books.money(payment.cost)),
            )
        return words

    def action_accept(self):
        """Write the date proposed to the bill."""
        page = self.schedule_id
        self._accept()
        page._fill()
        return page._shown()

    def action_undo(self):
        """The bill is paid on its due date again."""
        self.ensure_one()
        page = self.schedule_id
        if not self.move_line_id.tpe_pay_on:
            raise UserError(self.env._("No day was decided for this bill."))
        self.move_line_id._decide_pay_on(None)
        page._fill()
        return page._shown()

    def action_open(self):
        """Open the bill."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "account.move",
            "res_id": self.move_id.id,
            "views": [(False, "form")],
        }

    def _accept(self):
        for line in self.filtered(lambda line: line.kind in ("delay", "discount")):
            if line.move_line_id.reconciled:
                raise UserError(
                    self.env._(
                        "%s is paid already: open the page again.", line.supplier
                    )
                )
            line.move_line_id._decide_pay_on(line.pay_on)
        self.env.ref("tpe_cashforecast.ir_cron_forecast").sudo()._trigger()
