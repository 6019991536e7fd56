from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError

# Invoices that something can be agreed about, and the same for one customer in a form.
OPEN_INVOICES = [
    ("move_type", "in", ("out_invoice", "out_receipt")),
    ("state", "=", "posted"),
    ("amount_residual", ">", 0),
]
CHOOSABLE = (
    "[('commercial_partner_id', 'parent_of', partner_id), "
    f"('company_id', '=', company_id)] + {OPEN_INVOICES}"
)
# What the words of an agreement are about; each model adds what it agrees on.
TERMS = frozenset({"company_id", "partner_id", "source", "text"})


class DunningAgreement(models.AbstractModel):
    """What a promise, a dispute and a payment plan share: a customer and invoices."""

    _name = "tpe.dunning.agreement"
    _description = "Agreement About Unpaid Invoices"
    _inherit = ["tpe.dunning.guarded", "mail.thread", "mail.activity.mixin"]
    _check_company_auto = True
    # Until it leaves this state a person may correct what was agreed.
    _editable_state = "open"
    _terms = TERMS
    # What stands at once when the customer wrote it himself.
    _written_by_customer = TERMS

    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    partner_id = fields.Many2one(
        "res.partner",
        string="Customer",
        required=True,
        index=True,
        ondelete="restrict",
        tracking=True,
    )
    # Written by the firm, or by the customer on his page: the words are the evidence.
    text = fields.Text(string="What was said")
    source = fields.Selection(
        [
            ("phone", "Phone"),
            ("mail", "E-mail or letter"),
            ("page", "Customer's page"),
            ("meeting", "Face to face"),
        ],
        required=True,
        default="phone",
        tracking=True,
    )
    closed_on = fields.Date(readonly=True, copy=False)
    amount_open = fields.Monetary(string="Still due", compute="_compute_amount_open")
    verdict_waits = fields.Char(
        string="Verdict",
        compute="_compute_verdict_waits",
        help="Why nobody can say yet whether the customer kept his word.",
    )

    @api.depends("move_ids.amount_residual_signed")
    def _compute_amount_open(self):
        for agreement in self:
            agreement.amount_open = sum(
                agreement.move_ids.mapped("amount_residual_signed")
            )

    @api.depends("state", "move_ids")
    @api.depends_context("lang")
    def _compute_verdict_waits(self):
        """What was not paid is broken only where somebody looked at the bank."""
        hold = self.env["tpe.dunning.hold"]
        self.verdict_waits = False
        for company, agreements in self.grouped("company_id").items():
            today = company._dunning_today()
            bank = hold._bank(company, today)
            for agreement in agreements:
                for reason in hold._unjudged(agreement._as_holds(), bank, today):
                    agreement.verdict_waits = self.env._(
                        "Not known yet: %s", hold._words(reason)
                    )

    def _as_holds(self):
        """Self as a reason that holds reminders back, when a verdict is to come."""
        return ()

    @api.constrains("partner_id", "move_ids", "company_id")
    def _check_moves(self):
        """Invoices of this customer and company only: a hold must not leak elsewhere."""
        for agreement in self:
            moves = agreement.move_ids
            if not moves:
                raise ValidationError(
                    self.env._("Choose at least one invoice that is not paid yet.")
                )
            payer = agreement.partner_id.commercial_partner_id
            if (
                moves.company_id != agreement.company_id
                or moves.commercial_partner_id != payer
            ):
                raise ValidationError(
                    self.env._(
                        "The invoices must be those of %(customer)s, in %(company)s.",
                        customer=agreement.partner_id.display_name,
                        company=agreement.company_id.name,
                    )
                )

    @api.onchange("partner_id")
    def _onchange_partner_id(self):
        payer = self.partner_id.commercial_partner_id
        if self.move_ids.commercial_partner_id != payer:
            self.move_ids = self._open_moves(payer, self.company_id)

    @api.model
    def _open_moves(self, partner, company):
        """Invoices of the customer with something left to pay, oldest due first."""
        return self.env["account.move"].search(
            [
                ("commercial_partner_id", "=", partner.commercial_partner_id.id),
                ("company_id", "=", company.id),
                *OPEN_INVOICES,
            ],
            order="invoice_date_due, id",
        )

    @api.model_create_multi
    def create(self, vals_list):
        agreements = super().create(vals_list)
        if not self.env.su and "page" in agreements.mapped("source"):
            raise AccessError(
                self.env._("Only the customer himself writes on his page.")
            )
        agreements._follow_in_reminders()
        return agreements

    def write(self, vals):
        done = super().write(vals)
        if {"state", "date", "move_ids", "line_ids", "partner_id"} & set(vals):
            self._follow_in_reminders()
        return done

    def _settled_fields(self):
        """What the customer wrote, and what was agreed once it is over."""
        fixed = self._written_by_customer if self.source == "page" else frozenset()
        return fixed | (self._terms if self.state != self._editable_state else fixed)

    def _follow_in_reminders(self):
        """The list of the day shows at once what this changes for the customer."""
        if self.env.context.get("tpe_planning"):
            return
        for agreement in self:
            self.env["tpe.dunning.reminder"]._plan(
                agreement.company_id, agreement.partner_id.commercial_partner_id
            )

    def _tell_invoices(self):
        """Say on each invoice what was agreed, or disputed, about it."""
        for agreement in self:
            words = agreement._in_words()
            agreement.move_ids.sudo()._message_log_batch(
                dict.fromkeys(agreement.move_ids.ids, words)
            )

    @api.model
    def _description_in(self, env):
        """What these records are called, in the language of the reader."""
        return env["ir.model"]._get(self._name).name

    def _summary(self):
        """One line for the history of the customer."""
        return self.text or ""

    def _close(self, state):
        """End these agreements, today where each company is."""
        for agreement in self.sudo():
            agreement.write(
                {"state": state, "closed_on": agreement.company_id._dunning_today()}
            )

    def _check_may_write(self):
        if not self.env.user.has_group("tpe_base.group_tpe_assistant"):
            raise AccessError(self.env._("You may read this, not change it."))
        self.check_access("write")

    @api.ondelete(at_uninstall=False)
    def _unlink_except_evidence(self):
        """Cancelled, not erased: what was promised or disputed counts in court."""
        if not self.env.is_superuser():
            raise AccessError(
                self.env._("This is kept as evidence: cancel it instead.")
            )
