from datetime import timedelta

from odoo import api, fields, models
from odoo.tools.misc import format_date

from .dunning_agreement import CHOOSABLE, TERMS
from .dunning_hold import GRACE_DAYS, Hold


class DunningPromise(models.Model):
    """« I will pay on … »: reminders wait for the day, and the words are kept.

    A written promise acknowledges the debt, and restarts its limitation (Code civil,
    article 2240).
    """

    _name = "tpe.dunning.promise"
    _description = "Promise to Pay"
    _inherit = "tpe.dunning.agreement"
    _order = "date desc, id desc"
    _terms = TERMS | {"move_ids", "promised_on", "date", "amount", "is_written"}
    _written_by_customer = _terms

    move_ids = fields.Many2many(
        "account.move",
        "tpe_dunning_promise_move_rel",
        "promise_id",
        "move_id",
        string="Invoices",
        domain=CHOOSABLE,
        check_company=True,
    )
    promised_on = fields.Date(
        string="Said on",
        required=True,
        default=lambda self: self.env.company._dunning_today(),
        tracking=True,
    )
    date = fields.Date(string="Will pay on", required=True, tracking=True)
    amount = fields.Monetary(
        help="Empty: everything that is due on the invoices of this promise."
    )
    amount_start = fields.Monetary(
        string="Due when promised", readonly=True, copy=False
    )
    is_written = fields.Boolean(
        string="In writing",
        compute="_compute_is_written",
        store=True,
        readonly=False,
        help="In writing it acknowledges the debt: the limitation period starts again "
        "(Code civil, article 2240).",
    )
    state = fields.Selection(
        [
            ("open", "Waiting"),
            ("kept", "Kept"),
            ("broken", "Broken"),
            ("cancelled", "Cancelled"),
        ],
        default="open",
        required=True,
        index=True,
        readonly=True,
        tracking=True,
        copy=False,
    )

    _after_it_was_said = models.Constraint(
        "CHECK (date >= promised_on)", "The day of payment is before the promise."
    )
    _positive = models.Constraint(
        "CHECK (amount IS NULL OR amount >= 0)", "An amount cannot be negative."
    )

    @api.depends("source")
    def _compute_is_written(self):
        for promise in self:
            promise.is_written = promise.source in ("mail", "page")

    @api.depends("partner_id", "date")
    def _compute_display_name(self):
        for promise in self:
            promise.display_name = self.env._(
                "%(customer)s: %(date)s",
                customer=promise.partner_id.display_name or "",
                date=format_date(self.env, promise.date) if promise.date else "",
            )

    @api.model_create_multi
    def create(self, vals_list):
        promises = super().create(vals_list)
        for promise in promises.sudo():
            promise.amount_start = promise.amount_open
        promises._tell_invoices()
        return promises

    def write(self, vals):
        """What was due when promised follows the invoices: one left out is not paid."""
        if "move_ids" not in vals:
            return super().write(vals)
        before = {promise.id: promise.amount_open for promise in self}
        held_back = self.with_context(tpe_planning=True)
        done = super(DunningPromise, held_back).write(vals)
        for promise in self.sudo():
            promise.amount_start += promise.amount_open - before[promise.id]
        self._follow_in_reminders()
        return done

    def _summary(self):
        """See the agreement."""
        return f"{format_date(self.env, self.date)} {self.text or ''}"

    def _in_words(self):
        return self.env._(
            "Promise to pay on %(date)s, made on %(said)s. %(text)s",
            date=format_date(self.env, self.date),
            said=format_date(self.env, self.promised_on),
            text=self.text or "",
        )

    @api.model
    def _settle(self, company, partner=None):
        """Say of each promise whose outcome is known whether it was kept.

        Money that nobody saw yet breaks no promise: a stale bank leaves it open.
        """
        domain = [("company_id", "=", company.id), ("state", "=", "open")]
        if partner:
            domain.append(("partner_id", "child_of", partner.id))
        today = company._dunning_today()
        bank = self.env["tpe.dunning.hold"]._bank(company, today)
        for promise in self.search(domain):
            paid = promise.amount_start - promise.amount_open
            expected = promise.amount or promise.amount_start
            if promise.currency_id.compare_amounts(paid, expected) >= 0:
                promise._close("kept")
            elif today > promise.date + timedelta(GRACE_DAYS) and not bank:
                promise._close("broken")

    def _as_holds(self):
        """See the agreement."""
        return [Hold("promise", one.date) for one in self if one.state == "open"]

    def action_cancel(self):
        """The promise was noted by mistake, or withdrawn: reminders go on."""
        self._check_may_write()
        self.filtered(lambda promise: promise.state == "open")._close("cancelled")
        return True
