from odoo import api, models
from odoo.tools import SQL

from .dunning_hold import SOFT, Hold
from .dunning_reminder import OPEN_STATES


class DunningReminderPlan(models.Model):
    """Preparing the messages: the table always says what would leave today."""

    _inherit = "tpe.dunning.reminder"

    @api.model
    def _plan(self, company, partner=None):
        """Bring the prepared messages of ``company`` in line with today's books.

        What is due and not prepared is created, what changed is rewritten, what is no
        longer due is cancelled with the reason.  Safe to run twice, or from two places.
        With ``partner``, a commercial partner, only his are looked at.
        """
        self = self.sudo()._speaking_for(company)
        if not self._lock_plan(company):
            return
        self._settle_agreements(company, partner)
        cases = {
            (case.partner_id, case.stream): case
            for case in self.env["tpe.dunning.decision"]._cases(company, partner)
        }
        domain = [("company_id", "=", company.id), ("state", "in", OPEN_STATES)]
        if partner:
            domain.append(("partner_id", "=", partner.id))
        prepared = self.search(domain)
        said = prepared._said()
        changed = {}
        for reminder in prepared:
            key = (reminder.partner_id.id, reminder.stream)
            case = cases.pop(key, None)
            if reminder.state == "queued":
                continue  # decided again when it leaves, maybe right now elsewhere
            if case is None:
                reminder._cancel(reminder._why_not_due())
            elif not reminder._matches(case, said[reminder.id]):
                changed[reminder] = case
        # The database must know what was cancelled before the same step comes again.
        self.env.flush_all()
        self._rewrite_cases(company, changed)
        self._create_cases(company, list(cases.values()))

    def _settle_agreements(self, company, partner):
        """Promises and plans whose day has come: kept, or broken."""
        for model in ("tpe.dunning.promise", "tpe.dunning.plan"):
            self.env[model].with_context(tpe_planning=True)._settle(company, partner)
        self.env["tpe.dunning.debit"]._settle(company, partner)

    def _speaking_for(self, company):
        """Self in ``company`` and its language, without a log line for each change."""
        return self.with_company(company).with_context(
            lang=company.partner_id.lang or "fr_FR", tracking_disable=True
        )

    def _lock_plan(self, company):
        """Whether this transaction is the only one that plans for ``company``."""
        [[locked]] = self.env.execute_query(
            SQL(
                "SELECT pg_try_advisory_xact_lock(hashtext('tpe_dunning_plan'), %s)",
                company.id,
            )
        )
        return locked

    def _matches(self, case, said):
        """Whether the prepared message still says what ``case`` calls for."""
        return (
            said
            == {
                (debt.line_id, debt.rank, debt.amount_currency, debt.days_late)
                for debt in case.debts
            }
            and self._same_credits(case)
            and (self.state, self.note or None) == self._state_of(case)
        )

    def _state_of(self, case):
        """State of a message that is prepared, and the words that hold it back."""
        if case.holds:
            hold = self.env["tpe.dunning.hold"]
            return "held", " · ".join(hold._words(reason) for reason in case.holds)
        return ("to_approve" if case.stream == "approval" else "planned"), None

    def _case_values(self, case, company):
        """Columns of the message of ``case``: `dunning_reminder_rows` writes them."""
        # Sums of rounded amounts: what is cut off is the noise of floats, no half cent.
        digits = company.currency_id.decimal_places
        due = round(case.amount, digits)
        state, note = self._state_of(case)
        level = self.env["tpe.dunning.level"].browse(case.level_id)
        return {
            "state": state,
            "is_held": state == "held",
            "note": note,
            "hold": self._first_hold(case),
            "weight": sum(debt.amount * debt.days_late for debt in case.debts),
            "channel": level.channel,
            "rank": str(case.rank),
            "level_id": case.level_id,
            "days_late": max(debt.days_late for debt in case.debts),
            "amount_due": due,
            "amount_credit": case.credit,
            "credit_parts": case.credits,
            "amount_net": round(due - case.credit, digits),
        }

    def _first_hold(self, case):
        """The reason a person has to lift; else the first one, which he may overrule."""
        kinds = [hold.kind for hold in case.holds]
        hard = (kind for kind in kinds if kind not in SOFT)
        return next(hard, kinds[0] if kinds else None)

    def _debt_values(self, debt):
        return {
            "move_line_id": debt.line_id,
            "move_id": debt.move_id,
            "invoice_name": debt.name,
            "invoice_date": debt.issued,
            "date_due": debt.due,
            "days_late": debt.days_late,
            "rank": debt.rank,
            "currency_id": debt.currency_id,
            "amount_total": debt.total_currency,
            "amount_residual": debt.amount_currency,
        }

    def _cancel(self, reason):
        self.write({"state": "cancelled", "note": reason})

    def _why_not_due(self):
        """In words, why a message that was prepared is no longer due."""
        self.ensure_one()
        lines = self.line_ids.filtered("rank").move_line_id
        if all(line.reconciled for line in lines):
            return self.env._("Paid in the meantime.")
        moves = lines.move_id
        if any(move.payment_state == "blocked" for move in moves):
            return self.env._("Payment blocked on the invoice.")
        if any(moves.mapped("no_followup")):
            return self.env._("Invoice excluded from follow-up.")
        cashed = moves.filtered("tpe_said_cashed_on").mapped("tpe_said_cashed_on")
        if cashed:
            hold = self.env["tpe.dunning.hold"]
            return hold._words(Hold("cashed", min(cashed)))
        if any(move.state != "posted" for move in moves):
            return self.env._("Invoice cancelled or back to draft.")
        hold = self.env["tpe.dunning.hold"]
        today = self.company_id._dunning_today()
        held = hold._agreements(self.company_id, today, self.partner_id)[0]
        reasons = {held[move.id] for move in moves if move.id in held}
        if reasons:
            return " · ".join(hold._words(reason) for reason in reasons)
        return self.env._("No longer due: payments and credit notes cover it.")

    @api.model
    def _cron_dunning(self, batch_size=200):
        """Each morning: prepare for every company, then send where a person started."""
        progress = self.env["ir.cron"]._commit_progress
        for company in self.env["res.company"].search(
            [("chart_template", "!=", False)]
        ):
            self._plan(company)
            progress()
        self._cron_send(batch_size)
