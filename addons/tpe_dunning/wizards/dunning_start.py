from odoo import api, fields, models

from ..models.dunning_reminder_prepare import SENT_BY_MACHINE


class DunningStart(models.TransientModel):
    """Shows who would be written to, and how much is asked, before anything leaves."""

    _name = "tpe.dunning.start"
    _description = "Start the Reminders"

    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    started_on = fields.Datetime(related="company_id.tpe_dunning_started_on")
    started_by_id = fields.Many2one(related="company_id.tpe_dunning_started_by_id")
    reminder_ids = fields.Many2many(
        "tpe.dunning.reminder", compute="_compute_reminders", string="Messages"
    )
    leaving_ids = fields.Many2many("tpe.dunning.reminder", compute="_compute_reminders")
    leaving_count = fields.Integer(compute="_compute_reminders")
    leaving_amount = fields.Monetary(compute="_compute_reminders")
    staying = fields.Text(compute="_compute_reminders")
    summary = fields.Text(compute="_compute_reminders")
    ignore_before = fields.Date(
        compute="_compute_ignore_before", inverse="_inverse_ignore_before"
    )

    @api.depends("company_id")
    def _compute_ignore_before(self):
        for wizard in self:
            wizard.ignore_before = wizard.company_id.tpe_dunning_ignore_before

    def _inverse_ignore_before(self):
        """A manager of ours may not write on companies, and decides this."""
        for wizard in self:
            wizard.company_id._check_dunning_manager()
            wizard.company_id.sudo().tpe_dunning_ignore_before = wizard.ignore_before

    @api.depends("company_id")
    def _compute_reminders(self):
        for wizard in self:
            reminders = self.env["tpe.dunning.reminder"].search(
                [
                    ("company_id", "=", wizard.company_id.id),
                    ("state", "in", ("planned", "to_approve", "held")),
                ],
                order="state, weight desc",
            )
            held = reminders.filtered(lambda r: r.state == "held")
            reminders -= held
            leaving = reminders.filtered(
                lambda r: (
                    r.state == "planned"
                    and r.channel in SENT_BY_MACHINE
                    and not r.printed_at
                )
            )
            waiting = reminders.filtered(lambda r: r.state == "to_approve")
            wizard.reminder_ids = reminders
            wizard.leaving_ids = leaving
            wizard.leaving_amount = sum(leaving.mapped("amount_net"))
            wizard.staying = wizard._what_stays(reminders - leaving, held)
            wizard.leaving_count = len(leaving)
            wizard.summary = wizard._summary(leaving, waiting)

    def _summary(self, leaving, waiting):
        """What starting would do, in words."""
        amount = self.currency_id.format(sum(leaving.mapped("amount_net")))
        if leaving:
            words = self.env._(
                "Messages ready to leave: %(count)s, for %(amount)s. Read who would be "
                "written to before you start.",
                count=len(leaving),
                amount=amount,
            )
        else:
            words = self.env._(
                "Nobody is to be written to today. Once started, messages leave each "
                "morning when an invoice is late enough."
            )
        if waiting:
            words += "\n" + self.env._(
                "Formal notices that wait for your approval: %(count)s. Starting does "
                "not send them.",
                count=len(waiting),
            )
        return words

    def _what_stays(self, by_hand, held):
        """What « send all » does not send, in words."""
        waiting = by_hand.filtered(lambda r: r.state == "to_approve")
        rows = []
        if waiting:
            rows.append(self.env._("Wait for an approval: %s", len(waiting)))
        if by_hand - waiting:
            rows.append(
                self.env._("Letters to post, calls to make: %s", len(by_hand - waiting))
            )
        if held:
            rows.append(self.env._("Held back, with the reason: %s", len(held)))
        return "\n".join(rows)

    @api.model
    def action_open(self):
        """Prepare the messages from today's books, then show them."""
        self.env.company._check_dunning_manager()
        self.env["tpe.dunning.reminder"]._plan(self.env.company)
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Start or stop the reminders"),
            "res_model": self._name,
            "res_id": self.create({}).id,
            "view_mode": "form",
            "target": "new",
        }

    @api.model
    def action_open_send_all(self):
        """Prepare from today's books, then show what « send all » would send."""
        self.env["tpe.dunning.reminder"]._check_operator()
        self.env["tpe.dunning.reminder"]._plan(self.env.company)
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Send all"),
            "res_model": self._name,
            "res_id": self.create({}).id,
            "views": [
                (self.env.ref("tpe_dunning.dunning_start_view_send_all").id, "form")
            ],
            "target": "new",
        }

    def action_send_all(self):
        """Let everything leave that needs neither approval nor a hand."""
        self.ensure_one()
        self.leaving_ids.action_send()
        return {"type": "ir.actions.act_window_close"}

    def action_recount(self):
        """Decide again with the day before which old debts are left alone."""
        self.ensure_one()
        return self.action_open()

    def action_stop(self):
        """Stop: messages are prepared and none leaves."""
        self.ensure_one()
        self.company_id.action_dunning_stop()
        return {"type": "ir.actions.client", "tag": "soft_reload"}

    def action_start(self):
        """Start: the messages leave each morning, beginning tomorrow."""
        self.ensure_one()
        self.company_id._dunning_start()
        return {"type": "ir.actions.client", "tag": "soft_reload"}

    def action_start_now(self):
        """Start, and send at once what is prepared and needs no approval."""
        action = self.action_start()
        self.leaving_ids.action_send()
        return action
