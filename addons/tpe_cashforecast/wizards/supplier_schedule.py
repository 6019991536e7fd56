from datetime import timedelta

from odoo import Command, api, fields, models
from odoo.tools import format_date

from ..tools.supplier_schedule import discount_rate


class SupplierSchedule(models.TransientModel):
    """Who to pay when: proposed dates, written to the bills only when accepted."""

    _name = "tpe.supplier.schedule"
    _description = "Who to Pay When"
    _inherit = "tpe.cash.page"

    within_law = fields.Boolean(readonly=True)
    threshold = fields.Monetary(readonly=True)
    low_before = fields.Monetary(string="Low point today", readonly=True)
    low_after = fields.Monetary(string="Low point with these dates", readonly=True)
    missing = fields.Monetary(readonly=True)
    proposed = fields.Integer(readonly=True)
    words = fields.Text(readonly=True)
    line_ids = fields.One2many(
        "tpe.supplier.schedule.line", "schedule_id", readonly=True
    )

    def _title(self):
        return self.env._("Who to pay when")

    @api.model
    def action_supplier_schedule(self):
        """Open the dates of the current company."""
        company = self.env.company
        page = self.create(
            {"company_id": company.id, "within_law": company.tpe_pay_within_law}
        )
        page._fill()
        return page._shown()

    def action_within_law(self):
        """Propose again, up to the legal maximum or no later than agreed."""
        self.ensure_one()
        self.within_law = not self.within_law
        self._fill()
        return self._shown()

    def action_accept_all(self):
        """Write all the dates proposed to the bills."""
        self.ensure_one()
        self.line_ids._accept()
        self._fill()
        return self._shown()

    def action_rescue(self):
        """What else would save the cash."""
        return self.env["tpe.cash.rescue"].action_rescue()

    def _fill(self):
        """Find the dates again: the cash, the bills or a decision may have changed."""
        self.ensure_one()
        forecasts = self.env["tpe.cash.forecast"]
        forecasts.check_access("read")
        books = forecasts._books(self.company_id)
        built = forecasts.sudo()._build(books)
        found, lines = forecasts._supplier_schedule(books, built, self.within_law)
        wider = found
        if found.missing and not self.within_law:
            wider, _lines = forecasts._supplier_schedule(books, built, True)
        rows = self.env["tpe.supplier.schedule.line"]
        commands = [
            Command.create(
                rows._of(self, payment, lines[payment.bill.key], found, books)
            )
            for payment in sorted(
                found.payments, key=lambda one: (one.kind == "keep", one.on)
            )
        ]
        weeks = built[2]
        self.write(
            {
                "threshold": self.company_id.tpe_cash_threshold,
                "low_before": books.money(found.before.low),
                "low_after": books.money(found.after.low),
                "missing": books.money(found.missing),
                "proposed": sum(one.kind != "keep" for one in found.payments),
                "words": "\n".join(self._sentences(found, wider, books)),
                "curve": self._drawn(
                    found.before.balances, found.after.balances, weeks, books
                ),
                "line_ids": [Command.clear(), *commands],
            }
        )

    def _sentences(self, found, wider, books):
        env = self.env
        facts = {
            "low": self._money(books.money(found.after.low)),
            "day": format_date(env, found.after.low_day()),
            "threshold": self._money(books.money(found.threshold)),
            "missing": self._money(books.money(found.missing)),
        }
        moves = [one for one in found.payments if one.kind != "keep"]
        if not found.payments:
            return [env._("No bill to pay in these 13 weeks.")]
        if not found.missing:
            if not moves:
                return [
                    env._(
                        "Pay each bill on its date: the low point is %(low)s on "
                        "%(day)s, your threshold is %(threshold)s.",
                        **facts,
                    )
                ]
            return [
                env._(
                    "With these dates the low point is %(low)s on %(day)s: your "
                    "threshold of %(threshold)s is kept.",
                    **facts,
                )
            ]
        words = [
            env._(
                "Even with these dates the low point is %(low)s on %(day)s: %(missing)s "
                "are missing to keep your threshold of %(threshold)s.",
                **facts,
            )
        ]
        if wider.after.low > found.after.low:
            words.append(
                env._(
                    "Up to the legal maximum, with your suppliers' agreement, it would "
                    "be %s.",
                    self._money(books.money(wider.after.low)),
                )
            )
        return words


def yearly(payment):
    """What the discount of a payment yields a year, in percent."""
    days = (payment.before - payment.on) // timedelta(1)
    return 100 * discount_rate(payment.bill.discount_rate, days)
