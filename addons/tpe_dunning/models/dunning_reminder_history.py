from odoo import api, fields, models

SHOWN = 15


class DunningReminderHistory(models.Model):
    """What happened with a customer so far: messages, promises, disputes, plans."""

    _inherit = "tpe.dunning.reminder"

    history = fields.Html(compute="_compute_history", sanitize=False)

    @api.depends_context("lang")
    def _compute_history(self):
        for reminder in self:
            events = reminder._events()
            reminder.history = self.env["ir.qweb"]._render(
                "tpe_dunning.reminder_history",
                {
                    "habit": reminder._habit_words(),
                    "events": events[:SHOWN],
                    "more": max(len(events) - SHOWN, 0),
                },
            )

    def _habit_words(self):
        """How late this customer usually pays, in words."""
        customer = self.partner_id.commercial_partner_id
        facts = self.env["tpe.receivable.settlement"].sudo()
        habit = facts._habits(self.company_id, customer).get(customer.id)
        if not habit:
            return self.env._("Too few payments to know his habits.")
        count = self.env._("%(number)s payments in two years", number=habit.payments)
        if habit.days > 0:
            days = self.env._("Usually pays %(days)s days late", days=habit.days)
        else:
            days = self.env._("Usually pays by the due date")
        return f"{days} ({count})."

    def _events(self):
        """``[(day, what, words)]``, newest first."""
        self.ensure_one()
        about = [
            ("company_id", "=", self.company_id.id),
            ("partner_id", "child_of", self.partner_id.commercial_partner_id.id),
        ]
        events = [
            *self._message_events(about),
            *self._agreement_events("tpe.dunning.promise", about, "promised_on"),
            *self._agreement_events("tpe.dunning.dispute", about, "opened_on"),
            *self._agreement_events("tpe.dunning.plan", about, "create_date"),
        ]
        return sorted(events, key=lambda event: event[0], reverse=True)

    def _message_events(self, about):
        done = [("state", "in", ("sent", "skipped", "bounced"))]
        labels = dict(self._fields["state"]._description_selection(self.env))
        steps = dict(self._fields["rank"]._description_selection(self.env))
        for reminder in self.search(about + done, limit=SHOWN + 1):
            what = f"{steps[reminder.rank]}: {labels[reminder.state]}"
            words = reminder.note or reminder.email_to or ""
            yield reminder.sent_on, what, words

    def _agreement_events(self, model, about, day):
        records = self.env[model].search(about, limit=SHOWN + 1)
        states = dict(records._fields["state"]._description_selection(self.env))
        for record in records:
            what = f"{records._description_in(self.env)}: {states[record.state]}"
            yield fields.Date.to_date(record[day]), what, record._summary()
