from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

STATES = [
    ("new", "To read"),
    ("reading", "Being read"),
    ("review", "To look at"),
    ("refused", "Refused"),
    ("importing", "Being imported"),
    ("done", "Imported"),
    ("undoing", "Being undone"),
    ("undone", "Undone"),
]
RUNNING = ("reading", "importing", "undoing")
# What neither sales, nor VAT, nor the bank, nor a customer is written on.
COUNTERPARTS = ("asset_current", "liability_current", "equity")
KINDS = [("xlsx", "Workbook"), ("csv", "CSV"), ("fec", "FEC")]
MAY_CHANGE = {"file", "name", "account_id", "term_days"}
TEMPLATE = "/tpe_onboarding_sop/past.xlsx"


class PastImport(models.Model):
    """One file of what another software knew: customers, what they owe, how they paid."""

    _name = "tpe.past.import"
    _description = "Import of the Past"
    _order = "id desc"
    _check_company_auto = True

    name = fields.Char(string="Name of the file")
    file = fields.Binary(attachment=True, copy=False)
    digest = fields.Char(readonly=True, copy=False)
    state = fields.Selection(STATES, default="new", required=True, readonly=True)
    kind = fields.Selection(KINDS, string="Format", readonly=True)
    company_id = fields.Many2one(
        "res.company",
        required=True,
        readonly=True,
        index=True,
        default=lambda self: self.env.company,
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    account_id = fields.Many2one(
        "account.account",
        string="Counterpart",
        check_company=True,
        domain=[("account_type", "in", COUNTERPARTS), ("active", "=", True)],
        default=lambda self: self._default_account(),
        help="Each invoice is a debt of the customer against this account, each settlement "
        "the reverse: sales, VAT and the bank are not touched. Your opening entry writes the "
        "total of the customers on this account, which is then at zero.",
    )
    term_days = fields.Integer(
        string="Due after (days)",
        default=30,
        help="For invoices whose due date the file does not say: a FEC never does.",
    )
    refusal = fields.Text(string="Why it is refused", readonly=True)
    line_ids = fields.One2many("tpe.past.line", "import_id", readonly=True)
    remark_ids = fields.One2many(
        "tpe.past.line",
        "import_id",
        domain=[("verdict", "in", ("refused", "warning"))],
        readonly=True,
    )
    move_ids = fields.One2many("account.move", "tpe_past_import_id", readonly=True)
    partner_ids = fields.One2many("res.partner", "tpe_past_import_id", readonly=True)

    refused_count = fields.Integer(string="Lines refused", readonly=True)
    warning_count = fields.Integer(string="Lines to know of", readonly=True)
    known_count = fields.Integer(string="Lines already there", readonly=True)
    new_count = fields.Integer(string="To write", readonly=True)
    customer_new = fields.Integer(string="New customers", readonly=True)
    customer_known = fields.Integer(string="Customers found", readonly=True)
    invoice_count = fields.Integer(string="Invoices", readonly=True)
    invoice_amount = fields.Monetary(string="Invoiced, taxes included", readonly=True)
    open_count = fields.Integer(string="Invoices still due", readonly=True)
    open_amount = fields.Monetary(string="Still due", readonly=True)
    settled_count = fields.Integer(string="Settlements", readonly=True)
    settled_amount = fields.Monetary(string="Settled", readonly=True)
    credit_amount = fields.Monetary(string="Credits of customers", readonly=True)
    untaxed_missing = fields.Integer(
        string="Without amount excl. VAT",
        readonly=True,
        help="They count for how the customer pays, not as sales.",
    )
    opening_amount = fields.Monetary(
        string="In the books already",
        readonly=True,
        help="Open on customers in general entries, as an opening entry writes them.",
    )

    is_held = fields.Boolean(
        string="Reminders wait",
        readonly=True,
        copy=False,
        help="Reminders were running when it was imported: none leaves on its invoices "
        "before a person lets it.",
    )
    released_on = fields.Datetime(readonly=True, copy=False)
    released_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    imported_on = fields.Datetime(readonly=True, copy=False)
    imported_by_id = fields.Many2one(
        "res.users", string="Imported by", readonly=True, copy=False
    )

    _term_days_not_negative = models.Constraint(
        "CHECK (term_days >= 0)", "Days cannot be negative."
    )

    @api.model
    def _default_account(self):
        """The one of the last import, else a suspense account that the bank does not use."""
        company = self.env.company
        last = self.search([("company_id", "=", company.id)], limit=1).account_id
        if last:
            return last
        accounts = self.env["account.account"].with_company(company)
        bank = self.env["account.journal"].search([("company_id", "=", company.id)])
        bank = bank.suspense_account_id
        for prefix in ("890", "472", "473", "471"):
            found = accounts.search(
                [
                    ("company_ids", "parent_of", company.id),
                    ("code", "=like", f"{prefix}%"),
                    ("id", "not in", bank.ids),
                ],
                limit=1,
            )
            if found:
                return found
        return accounts

    @api.constrains("account_id")
    def _check_account(self):
        """The import writes there with the rights of the system."""
        for one in self.sudo():
            if one.account_id and one.account_id.account_type not in COUNTERPARTS:
                raise ValidationError(
                    self.env._(
                        "%s is no counterpart: choose a suspense account (472, 890), so "
                        "that neither sales, nor VAT, nor the bank are touched.",
                        one.account_id.display_name,
                    )
                )

    @api.depends("name", "imported_on", "create_date")
    def _compute_display_name(self):
        for one in self:
            one.display_name = one.name or self.env._("Import of the past")

    # --- Who may ------------------------------------------------------------------------

    def _check_may_import(self):
        """A manager, who may make each of these invoices already; not his assistants.

        What he may not do himself, a journal of its own and nothing else, is done for him.
        """
        if not self.env.su:
            self.env.user._tpe_check_manager()

    @api.model_create_multi
    def create(self, vals_list):
        self._check_may_import()
        if not self.env.su and any(
            set(vals) - MAY_CHANGE - {"company_id"} for vals in vals_list
        ):
            raise AccessError(self.env._("What a file holds is not written by hand."))
        return super().create(vals_list)

    def write(self, vals):
        """A person chooses the file, the account and the delay; the rest is read."""
        if not self.env.su:
            self._check_may_import()
            if set(vals) - MAY_CHANGE:
                raise AccessError(
                    self.env._("What a file holds is not written by hand.")
                )
            self._check_not_under_way()
            if any(one.state == "done" for one in self):
                raise UserError(self.env._("This file is imported already."))
        result = super().write(vals)
        if not self.env.su and MAY_CHANGE & set(vals) - {"name"}:
            # What was said of it no longer holds.
            self.sudo()._forget()
        return result

    def _check_not_under_way(self):
        if any(one.state in RUNNING for one in self):
            raise UserError(
                self.env._("The server is at work on this file: wait for its end.")
            )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_done(self):
        self._check_not_under_way()
        if any(one.state == "done" for one in self):
            raise UserError(
                self.env._("What was imported is taken back by « Undo », not deleted.")
            )

    # --- Buttons ------------------------------------------------------------------------

    def action_check(self):
        """Read the file, and say what would become of each line. Nothing is written."""
        self.ensure_one()
        self._check_may_import()
        self.check_access("write")
        self._check_not_under_way()
        if self.state == "done":
            raise UserError(self.env._("This file is imported already."))
        if not self.file:
            raise UserError(self.env._("Choose a file first."))
        self.sudo()._look()

    def action_import(self):
        """Write everything that the file says, or nothing."""
        self.ensure_one()
        self._check_may_import()
        self.check_access("write")
        self._check_not_under_way()
        self._import()

    def action_undo(self):
        """Take back all that this file made."""
        self.ensure_one()
        self._check_may_import()
        self.check_access("write")
        self._check_not_under_way()
        self._undo()

    def action_release(self):
        """Let reminders follow these invoices like any other."""
        self.env.user._tpe_check_manager()
        self.check_access("read")
        for one in self.filtered("is_held"):
            one.sudo().write(
                {
                    "is_held": False,
                    "released_on": fields.Datetime.now(),
                    "released_by_id": self.env.uid,
                }
            )
            self.env["tpe.dunning.reminder"]._plan(one.company_id)

    def action_open_lines(self):
        """Each line of the file, with its verdict."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "tpe_onboarding_sop.past_line_action"
        )
        return {**action, "domain": [("import_id", "=", self.id)]}

    def action_open_invoices(self):
        """The invoices and credit notes that this file made."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "account.action_move_out_invoice_type"
        )
        return {
            **action,
            "domain": [
                ("tpe_past_import_id", "=", self.id),
                ("move_type", "!=", "entry"),
            ],
            "context": {"create": False},
        }

    @api.model
    def action_template(self):
        """The workbook to fill in."""
        self._check_may_import()
        return {"type": "ir.actions.act_url", "url": TEMPLATE, "target": "self"}
