from odoo import fields, models
from odoo.tools import format_date


class CashRescueLine(models.TransientModel):
    """A measure, said in a sentence, with the button that starts it."""

    _name = "tpe.cash.rescue.line"
    _description = "Measure That Saves the Cash"
    _order = "id"

    rescue_id = fields.Many2one("tpe.cash.rescue", required=True, ondelete="cascade")
    currency_id = fields.Many2one(related="rescue_id.currency_id")
    kind = fields.Selection(
        [
            ("chase", "Call a customer"),
            ("delay", "Pay later"),
            ("advance", "Advance an invoice"),
            ("credit", "Overdraft"),
        ],
        string="To do",
        required=True,
    )
    why = fields.Char(string="Measure")
    amount = fields.Monetary(help="What is called for, delayed, advanced or borrowed.")
    cost = fields.Monetary()
    partner_id = fields.Many2one("res.partner")
    move_id = fields.Many2one("account.move", ondelete="cascade")
    move_line_id = fields.Many2one("account.move.line", ondelete="cascade")
    pay_on = fields.Date()
    is_done = fields.Boolean(string="Accepted")

    def _of(self, page, measure, facts, books):
        values = getattr(self, f"_of_{measure.kind}")(page, measure, facts, books)
        return {
            "kind": measure.kind,
            "cost": books.money(measure.cost),
            "amount": books.money(facts["cents"]),
            **values,
        }

    def _of_chase(self, page, measure, facts, books):
        company = page.company_id
        partner = self.env["res.partner"].browse(facts["partner_id"])
        return {
            "partner_id": partner.id,
            "why": page.env._(
                "%(customer)s owes %(amount)s and is late: a call brings it %(days)s "
                "days sooner, %(chance)s times out of 100 (to be confirmed).",
                customer=partner.display_name,
                amount=page._money(books.money(facts["cents"])),
                days=company.tpe_chase_days,
                chance=round(company.tpe_chase_chance),
            ),
        }

    def _of_delay(self, page, measure, facts, books):
        line, env = facts["line"], page.env
        words = env._(
            "%(supplier)s: pay %(amount)s on %(day)s rather than %(before)s, with the "
            "supplier's agreement.",
            supplier=line.partner_id.commercial_partner_id.display_name,
            amount=page._money(books.money(facts["cents"])),
            day=format_date(env, facts["day"]),
            before=format_date(env, facts["before"]),
        )
        if measure.cost:
            words += " " + env._(
                "Without it he may claim up to %s.",
                page._money(books.money(measure.cost)),
            )
        return {
            "move_line_id": line.id,
            "move_id": line.move_id.id,
            "pay_on": facts["day"],
            "why": words,
        }

    def _of_advance(self, page, measure, facts, books):
        offer, env = facts["offer"], page.env
        move = env["account.move"].sudo().browse(facts["move_id"])
        return {
            "move_id": move.id,
            "partner_id": facts["partner_id"],
            "why": env._(
                "Advance %(invoice)s of %(customer)s, expected on %(day)s: %(received)s "
                "at once, at %(rate)s %% a year (fee to be confirmed).",
                invoice=move.name,
                customer=move.commercial_partner_id.display_name,
                day=format_date(env, facts["day"]),
                received=page._money(books.money(offer.received)),
                rate=round(100 * offer.rate),
            ),
        }

    def _of_credit(self, page, found, weeks, books):
        drawn = [each for each in found.drawn if each]
        first = next(
            week for week, each in zip(weeks, found.drawn, strict=True) if each
        )
        words = {
            "amount": page._money(books.money(max(drawn))),
            "day": format_date(page.env, first.start),
        }
        if len(drawn) == 1:
            why = page.env._(
                "Overdraft: up to %(amount)s for one week, from %(day)s.", **words
            )
        else:
            why = page.env._(
                "Overdraft: up to %(amount)s for %(weeks)s weeks, from %(day)s.",
                weeks=len(drawn),
                **words,
            )
        return {
            "kind": "credit",
            "amount": books.money(max(drawn)),
            "cost": books.money(found.interest),
            "why": why,
        }

    def action_start(self):
        """Begin: the customer's reminder, the date of the bill, the cost of an advance."""
        self.ensure_one()
        self.env.user._tpe_check_manager()
        if self.kind == "advance":
            return self.env["tpe.invoice.advance"]._open_for(self.move_id)
        if self.kind == "delay":
            self.move_line_id._decide_pay_on(self.pay_on)
            self.is_done = True
            self.env.ref("tpe_cashforecast.ir_cron_forecast").sudo()._trigger()
            return self.rescue_id._shown()
        if self.kind == "chase":
            return self._open_reminder()
        return None

    def _open_reminder(self):
        """The reminder that waits for this customer, else what he owes."""
        company = self.rescue_id.company_id
        reminder = self.env["tpe.dunning.reminder"].search(
            [
                ("partner_id", "=", self.partner_id.id),
                ("company_id", "=", company.id),
                ("state", "in", ("planned", "to_approve", "held")),
            ],
            limit=1,
        )
        if reminder:
            return {
                "type": "ir.actions.act_window",
                "res_model": reminder._name,
                "res_id": reminder.id,
                "views": [(False, "form")],
            }
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Late invoices of %s", self.partner_id.display_name),
            "res_model": "account.move",
            "views": [(False, "list"), (False, "kanban"), (False, "form")],
            "mobile_view_mode": "kanban",
            "domain": [
                ("commercial_partner_id", "=", self.partner_id.id),
                ("company_id", "=", company.id),
                ("move_type", "=", "out_invoice"),
                ("state", "=", "posted"),
                ("payment_state", "in", ("not_paid", "partial")),
                ("invoice_date_due", "<", company._dunning_today()),
            ],
        }
