from markupsafe import Markup

from odoo import Command, api, fields, models
from odoo.exceptions import UserError
from odoo.tools.misc import format_date


class DunningInjunctionBuild(models.TransientModel):
    """What a court file would lack, in words, before it is built."""

    _name = "tpe.dunning.injunction.build"
    _description = "Build an Injunction File"

    move_ids = fields.Many2many("account.move", string="Invoices", readonly=True)
    partner_id = fields.Many2one("res.partner", string="Customer", readonly=True)
    profile = fields.Selection(related="partner_id.tpe_profile")
    currency_id = fields.Many2one("res.currency", compute="_compute_checks")
    amount_residual = fields.Monetary(string="Principal", compute="_compute_checks")
    court_hint = fields.Text(string="Court", compute="_compute_court_hint")
    blocking = fields.Html(compute="_compute_checks", sanitize=False)
    missing = fields.Html(compute="_compute_checks", sanitize=False)
    accept_missing = fields.Boolean(string="Build the file in spite of what is missing")

    @api.model
    def _open_for(self, moves):
        return self.create(
            {
                "move_ids": [Command.set(moves.ids)],
                "partner_id": moves.commercial_partner_id[:1].id,
            }
        )

    @api.depends("move_ids", "partner_id")
    @api.depends_context("lang")
    def _compute_checks(self):
        for wizard in self:
            moves = wizard.move_ids
            wizard.currency_id = moves.currency_id[:1] or self.env.company.currency_id
            one_currency = len(moves.currency_id) == 1
            wizard.amount_residual = one_currency and sum(
                moves.mapped("amount_residual")
            )
            wizard.blocking = _as_list(wizard._blocking())
            wizard.missing = not wizard.blocking and _as_list(wizard._missing())

    @api.depends("partner_id")
    @api.depends_context("lang")
    def _compute_court_hint(self):
        for wizard in self:
            wizard.court_hint = self.env["tpe.dunning.injunction"]._court_hint(
                wizard.profile
            )

    # --- Checks: (what is wrong, what to do) ------------------------------------------

    def _blocking(self):
        """Faults without which no claim can be written down."""
        moves = self.move_ids
        if len(moves.commercial_partner_id) > 1:
            yield (
                self.env._(
                    "Several customers: %s.", _names(moves.commercial_partner_id)
                ),
                self.env._("Choose the invoices of one customer."),
            )
        if len(moves.company_id) > 1:
            yield (
                self.env._("Several companies of yours: %s.", _names(moves.company_id)),
                self.env._("Choose the invoices of one company."),
            )
        if len(moves.currency_id) > 1:
            yield (
                self.env._("Several currencies: %s.", _names(moves.currency_id)),
                self.env._("Build one file for each currency."),
            )
        settled = moves.filtered(
            lambda move: (
                move.state != "posted"
                or move.move_type not in ("out_invoice", "out_receipt")
                or move.currency_id.compare_amounts(move.amount_residual, 0) <= 0
            )
        )
        if settled or not moves:
            yield (
                self.env._("Nothing is due on: %s.", _names(settled)),
                self.env._("Leave them out: a court orders what is still unpaid."),
            )

    def _missing(self):
        """What a judge would ask for."""
        yield from self._missing_identities()
        yield from self._missing_evidence()
        yield from self._missing_certainty()

    def _missing_identities(self):
        customer = self.partner_id
        company = self.move_ids.company_id
        if self.profile != "consumer" and not customer.company_registry:
            yield (
                self.env._("No SIREN or SIRET on %s.", customer.name),
                self.env._(
                    "Fill it in on the customer: the court must know who he is."
                ),
            )
        for party in customer | company.partner_id:
            if not (party.street and party.zip and party.city):
                yield (
                    self.env._("The address of %s is not complete.", party.name),
                    self.env._("Fill in street, postcode and town."),
                )
        if not company.company_registry:
            yield (
                self.env._("No SIREN or SIRET on %s.", company.name),
                self.env._("Fill it in on your company."),
            )

    def _missing_evidence(self):
        moves = self.move_ids
        unproved = moves.filtered(
            lambda move: not (move.ref or move.invoice_origin or move.delivery_date)
        )
        if unproved:
            yield (
                self.env._("No order, contract or delivery on: %s.", _names(unproved)),
                self.env._(
                    "Write the reference or the delivery date on the invoice, and add "
                    "the signed quote or delivery note to the file."
                ),
            )
        notices = self.env["tpe.dunning.reminder.line"].search(
            [("move_id", "in", moves.ids), ("rank", "=", 3), ("state", "=", "sent")]
        )
        if unwarned := moves - notices.move_id:
            yield (
                self.env._("No formal notice was delivered for: %s.", _names(unwarned)),
                self.env._("Send it first, and keep the proof that it was received."),
            )

    def _missing_certainty(self):
        moves = self.move_ids
        if disputed := self._disputed():
            yield (
                self.env._("Disputed, or blocked: %s.", _names(disputed)),
                self.env._("Settle the dispute first: the claim must be certain."),
            )
        today = moves.company_id._dunning_today()
        for move in moves:
            barred = move._tpe_time_barred_on()
            if barred <= today:
                yield (
                    self.env._(
                        "%(invoice)s is time-barred since %(day)s.",
                        invoice=move.name,
                        day=format_date(self.env, barred),
                    ),
                    self.env._(
                        "Leave it out, or ask a lawyer whether something stopped the "
                        "limitation."
                    ),
                )
        if any(move.invoice_date_due >= today for move in moves):
            yield (
                self.env._("Some of these invoices are not due yet."),
                self.env._("Leave them out: a court orders what is due."),
            )
        if self.currency_id != moves.company_id.currency_id:
            yield (
                self.env._(
                    "Invoices in %s: interest is not computed.", self.currency_id.name
                ),
                self.env._("Compute it by hand and write it on the form."),
            )
        # The statement below names no field: nothing else would flush for it.
        self.env.flush_all()
        credits = self.env["tpe.dunning.decision"]._open_credits(
            moves.company_id, self.partner_id
        )
        if credits.get(self.partner_id.id):
            yield (
                self.env._(
                    "Credit notes or payments of this customer are not matched."
                ),
                self.env._("Match them first: the amount must be exact."),
            )

    def _disputed(self):
        """Invoices a person holds back."""
        held = self.move_ids.filtered(
            lambda move: move.payment_state == "blocked" or move.no_followup
        )
        disputes = self.env["tpe.dunning.dispute"].search(
            [("move_ids", "in", self.move_ids.ids), ("state", "=", "open")]
        )
        return held | (disputes.move_ids & self.move_ids)

    def action_build(self):
        """Build the file and open it."""
        self.ensure_one()
        self.move_ids._check_injunction_access()
        if faults := list(self._blocking()):
            raise UserError("\n".join(" ".join(fault) for fault in faults))
        missing = list(self._missing())
        if missing and not self.accept_missing:
            raise UserError(
                self.env._("Something is missing: mend it, or tick the box to go on.")
            )
        lacking = "\n".join(problem for problem, _todo in missing)
        case = self.env["tpe.dunning.injunction"]._create_for(self.move_ids, lacking)
        return {
            "type": "ir.actions.act_window",
            "res_model": case._name,
            "res_id": case.id,
            "view_mode": "form",
        }


def _names(records):
    return ", ".join(name or "" for name in records.mapped("display_name"))


def _as_list(faults):
    rows = [
        Markup("<li><strong>%s</strong> %s</li>") % (problem, todo)
        for problem, todo in faults
    ]
    return bool(rows) and Markup("<ul>%s</ul>") % Markup().join(rows)
