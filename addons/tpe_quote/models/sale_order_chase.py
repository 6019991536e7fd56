import logging

from odoo import api, fields, models
from odoo.exceptions import LockError, UserError
from odoo.fields import Domain
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY

_logger = logging.getLogger(__name__)


class SaleOrderChase(models.Model):
    """Which steps are done: by themselves, one quote at a time, or by a person."""

    _inherit = "sale.order"

    @api.model
    def _cron_quote(self):
        """Do the steps that are due, one quote for each transaction."""
        due = self._tpe_due_now()
        self.env["ir.cron"]._commit_progress(remaining=len(due))
        for order in due:
            if order.try_lock_for_update():
                order._tpe_chase_by_itself()
            if not self.env["ir.cron"]._commit_progress(1):
                break

    @api.model
    def _tpe_due_now(self, domain=Domain.TRUE):
        """The quotes of which a step is due, where messages may leave at this hour."""
        companies = self.env["res.company"].search(
            [("tpe_quote_started_on", "!=", False)]
        )
        found = self.browse()
        for company in companies:
            if company._dunning_may_send():
                rows = self.env["tpe.quote.due"].search(
                    Domain(
                        [
                            ("company_id", "=", company.id),
                            ("reason", "=", False),
                            ("next_on", "<=", company._dunning_today()),
                        ]
                    )
                    & Domain(domain)
                )
                found += rows.order_id
        return found

    def _tpe_chase_by_itself(self):
        """Look again under the lock, then do the step; a failure becomes a person's."""
        self.env.invalidate_all()
        if not self._tpe_due_now([("order_id", "=", self.id)]):
            return
        try:
            with self.env.cr.savepoint():
                self._tpe_do_step(self.env["res.users"])
        except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
            # Somebody writes the quote right now: the next run looks again.
            return
        except Exception as error:
            _logger.warning("Quote %s was not chased", self.id, exc_info=True)
            self._tpe_note_failure(str(error) or type(error).__name__)

    def _tpe_due(self):
        """The row of the quote: its next step and what holds it."""
        self.ensure_one()
        rows = self.env["tpe.quote.due"]
        rows.invalidate_model()
        return rows.search([("order_id", "=", self.id)])

    def _tpe_do_step(self, user):
        """Do the next step; ``user`` is empty when it leaves by itself."""
        step = self._tpe_due().step_id
        why = self._tpe_why_no_mail() if step.channel == "email" else ""
        by_mail = step.channel == "email" and not why
        # Noted before it leaves: what cannot be noted is not sent.
        chase = self.env["tpe.quote.chase"].sudo().create(
            self._tpe_chase_values(
                step, channel="email" if by_mail else "phone", user_id=user.id
            )
        )  # fmt: skip
        if by_mail:
            chase.message_id = self._tpe_send_step(step)
            chase._claim()
            chase._leave_after_commit()
        else:
            self._tpe_ask_to_call(step, why)

    def _tpe_chase_values(self, step, **values):
        return {
            "order_id": self.id,
            "step_id": step.id,
            "channel": step.channel,
            "done_on": self.company_id._dunning_today(),
            **values,
        }

    def action_tpe_chase(self):
        """Do the next step of these quotes now: a person's decision, whatever the day."""
        self._tpe_check_quotes()
        for order in self:
            try:
                order.lock_for_update()
            except LockError as error:
                raise UserError(
                    self.env._("%s is being chased by somebody else.", order.name)
                ) from error
            due = order._tpe_due()
            if not due.step_id:
                raise UserError(self.env._("All the steps of %s are done.", order.name))
            if any(
                chase.done_on == order.company_id._dunning_today() and not chase.failure
                for chase in order.tpe_chase_ids
            ):
                raise UserError(self.env._("%s was chased today already.", order.name))
            order._tpe_do_step(self.env.user)
        return True

    def action_tpe_chase_hold(self):
        """Nothing more leaves for these quotes."""
        self._tpe_check_quotes()
        self.tpe_chase_hold = True
        return True

    def action_tpe_chase_resume(self):
        """Go on, in spite of an answer, a failure or the age of the quote."""
        self._tpe_check_quotes()
        self.write(
            {"tpe_chase_hold": False, "tpe_chase_resumed_on": fields.Datetime.now()}
        )
        return True

    def _tpe_check_quotes(self):
        self.check_access("write")
        closed = self.filtered(lambda order: order.state != "sent")
        if closed:
            raise UserError(
                self.env._(
                    "Only a quote that was sent and is not signed is chased: %s.",
                    ", ".join(closed.mapped("name")),
                )
            )
