from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

KINDS = [
    ("price", "Price rise"),
    ("deposit", "Deposit at the order"),
    ("term", "Shorter payment term"),
    ("hours", "Fewer hours"),
    ("policy", "Stricter reminders"),
    ("credit", "Lower credit limit"),
    ("trust", "Trust: bad debtor"),
]
STATES = [
    ("proposed", "Proposed"),
    ("applied", "Applied"),
    ("undone", "Undone"),
    ("dropped", "Dropped"),
]
# What applying one changes on the customer.
FIELDS = {
    "deposit": "tpe_deposit_percent",
    "term": "property_payment_term_id",
    "policy": "tpe_dunning_policy_id",
    "credit": "credit_limit",
    "trust": "trust",
}
# Only the buttons write these: they are the trace.
TRACE = {"state", "before", "before_text", "after_text", "applied_by_id", "applied_on"}


class ClientRemedy(models.Model):
    """What is tried before a customer is refused: proposed, then applied by a person."""

    _name = "tpe.client.remedy"
    _description = "Remedy for a Customer"
    _inherit = ["mail.thread"]
    _order = "id desc"
    _check_company_auto = True

    company_id = fields.Many2one(
        "res.company",
        required=True,
        readonly=True,
        index=True,
        default=lambda self: self.env.company,
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    partner_id = fields.Many2one(
        "res.partner",
        string="Customer",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    kind = fields.Selection(KINDS, string="Remedy", required=True, readonly=True)
    state = fields.Selection(STATES, default="proposed", required=True, readonly=True)
    percent = fields.Float(string="Percentage", digits=(5, 1), tracking=True)
    hours = fields.Float(string="Hours a month at most", digits=(6, 1), tracking=True)
    term_id = fields.Many2one(
        "account.payment.term", string="New payment term", check_company=True
    )
    policy_id = fields.Many2one(
        "tpe.dunning.policy", string="Reminder policy", check_company=True
    )
    credit_limit = fields.Monetary()
    euros_per_month = fields.Monetary(
        string="Effect a month", readonly=True, help="As computed when it was proposed."
    )
    note = fields.Text(help="For you; no customer sees it.")
    before = fields.Json(string="Kept to undo", readonly=True, copy=False)
    before_text = fields.Char(string="Before", readonly=True, copy=False)
    after_text = fields.Char(string="Now", readonly=True, copy=False)
    applied_by_id = fields.Many2one(
        "res.users", string="Applied by", readonly=True, copy=False
    )
    applied_on = fields.Date(readonly=True, copy=False)

    @api.depends("kind", "partner_id")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for remedy in self:
            name = remedy.partner_id.display_name or ""
            remedy.display_name = f"{kinds.get(remedy.kind, '')} – {name}"

    @api.constrains("percent")
    def _check_percent(self):
        for remedy in self:
            top = 100 if remedy.kind == "deposit" else 1000
            if not 0 <= remedy.percent <= top:
                raise ValidationError(
                    self.env._("This percentage must be between 0 and %s.", top)
                )

    @api.model_create_multi
    def create(self, vals_list):
        """A proposal, whatever the caller says."""
        self.env.user._tpe_check_manager()
        partners = self.env["res.partner"]
        return super().create(
            [
                {
                    **{key: value for key, value in vals.items() if key not in TRACE},
                    "partner_id": partners.browse(
                        vals["partner_id"]
                    ).commercial_partner_id.id,
                }
                for vals in vals_list
            ]
        )

    def write(self, vals):
        if TRACE & set(vals) and not self.env.su:
            raise AccessError(self.env._("Use the buttons: they keep a trace."))
        if not self.env.su and any(each.state == "applied" for each in self):
            raise UserError(self.env._("This remedy is applied: undo it first."))
        return super().write(vals)

    def action_apply(self):
        """Do it, because a person says so."""
        self.env.user._tpe_check_manager()
        self.check_access("write")
        for remedy in self._only("proposed"):
            remedy._apply()
        return True

    def action_undo(self):
        """Put back what was there."""
        self.env.user._tpe_check_manager()
        self.check_access("write")
        for remedy in self._only("applied"):
            remedy._undo()
        return True

    def action_drop(self):
        """Not this one."""
        self.env.user._tpe_check_manager()
        self.check_access("write")
        self._only("proposed").sudo().state = "dropped"
        return True

    def action_letter(self):
        """Tell the customer."""
        self.ensure_one()
        case = {"price": "price", "deposit": "deposit", "term": "term"}.get(self.kind)
        if not case:
            raise UserError(self.env._("No letter goes with this remedy."))
        return self.env["tpe.client.letter"]._open(
            self.partner_id,
            case,
            percent=self.percent,
            term=self.term_id.line_ids[:1].nb_days,
        )

    def _only(self, state):
        if any(remedy.state != state for remedy in self):
            raise UserError(self.env._("This was done meanwhile: open it again."))
        return self

    def _apply(self):
        values = {"state": "applied", "applied_by_id": self.env.uid}
        values["applied_on"] = self.company_id._dunning_today()
        if name := FIELDS.get(self.kind):
            partner = self._customer()
            before, before_text = _value(partner, name), self._words(partner, name)
            partner[name] = self._wanted()
            values |= {
                "before": {
                    "value": before,
                    "set": _value(partner, name),
                    "quotes": self._ask_on_quotes(),
                },
                "before_text": before_text,
                "after_text": self._words(partner, name),
            }
            self._tell(values["before_text"], values["after_text"])
        self.sudo().write(values)

    def _undo(self):
        if name := FIELDS.get(self.kind):
            partner = self._customer()
            if _value(partner, name) != self.before["set"]:
                raise UserError(
                    self.env._(
                        "%(field)s was changed since, by hand: put it right on the "
                        "customer.",
                        field=partner._fields[name]._description_string(self.env),
                    )
                )
            partner[name] = self.before["value"]
            self._restore_quotes()
            self._tell(self.after_text, self._words(partner, name))
        self.sudo().state = "undone"

    def _ask_on_quotes(self):
        """Ask for the deposit on the open quotes; ``[[quote, asked, share], …]`` before."""
        if self.kind != "deposit" or "sale.order" not in self.env:
            return []
        quotes = self._open_quotes()
        before = [
            [quote.id, quote.require_payment, quote.prepayment_percent]
            for quote in quotes
        ]
        share = self.percent / 100
        quotes.write({"prepayment_percent": share, "require_payment": True})
        return before

    def _restore_quotes(self):
        """Those that were not signed meanwhile."""
        for quote_id, asked, share in self.before["quotes"]:
            quote = self._open_quotes().filtered(lambda q, i=quote_id: q.id == i)
            quote.write({"require_payment": asked, "prepayment_percent": share})

    def _open_quotes(self):
        return (
            self.env["sale.order"]
            .sudo()
            .search(
                [
                    ("company_id", "=", self.company_id.id),
                    ("partner_id", "child_of", self.partner_id.id),
                    ("state", "in", ("draft", "sent")),
                ]
            )
        )

    def _customer(self):
        """A manager of the invoices may not be allowed to write customers: he decides."""
        return self.partner_id.sudo().with_company(self.company_id)

    def _wanted(self):
        """The value to put on the customer; a person has to have chosen it."""
        wanted = {
            "deposit": self.percent,
            "term": self.term_id,
            "policy": self.policy_id,
            "credit": self.credit_limit,
            "trust": "bad",
        }[self.kind]
        if not wanted:
            raise UserError(self.env._("Choose what to apply first."))
        return wanted

    def _words(self, partner, name):
        field, value = partner._fields[name], partner[name]
        if field.relational:
            return value.display_name or "–"
        if field.type == "selection":
            return dict(field._description_selection(self.env)).get(value) or "–"
        words = self.env["tpe.client.score"]
        if self.kind == "deposit":
            return words._percentage(value)
        return words._euros(value)

    def _tell(self, before, after):
        """In the chatter of the customer: the fact, and not what is thought of him."""
        kind = dict(self._fields["kind"]._description_selection(self.env))[self.kind]
        body = f"{kind} ({self.company_id.name}): {before} → {after}"
        if self.kind == "trust":
            body = self.env._("Degree of trust: %(b)s → %(a)s", b=before, a=after)
        author = self.env.user.partner_id.id
        self.partner_id.sudo().message_post(body=body, author_id=author)
        self.sudo().message_post(body=body, author_id=author)


def _value(partner, name):
    """What JSON can keep."""
    value = partner[name]
    return value.id if partner._fields[name].relational else value
