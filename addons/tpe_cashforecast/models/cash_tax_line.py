from odoo import api, fields, models

# kind: (account codes that show it, source, whether it is still to be confirmed)
RULES = {
    "vat": (
        ("4457", "44566", "44562", "44551"),
        "liberall-conseil.com, calendrier 2026; rydge.fr (art. 38, loi 2025-127)",
        True,
    ),
    "vat_instalment": (
        ("44581", "4457", "44566", "44562"),
        "BOFiP 4075 (55 %, 40 %); rydge.fr",
        False,
    ),
    "vat_balance": (
        ("4457", "44566", "44562", "44581"),
        "BOFiP 4075; bncplus.fr",
        True,
    ),
    "tax_instalment": (
        ("444", "695"),
        "art. 360, ann. III CGI (LEGIARTI000006299585)",
        True,
    ),
    "tax_balance": (("444", "695"), "jlb-expert.com", False),
    "cfe_instalment": (("63511",), "impots.gouv.fr, cet-cfe", False),
    "cfe": (("63511",), "impots.gouv.fr, cet-cfe", False),
}


class CashTaxLine(models.Model):
    """A payment to the State that comes: written from the books, overruled by a person."""

    _name = "tpe.cash.tax.line"
    _description = "Payment of the Tax Calendar"
    _order = "due_on, id"

    tax_id = fields.Many2one(
        "tpe.cash.tax", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="tax_id.company_id", store=True)
    currency_id = fields.Many2one(related="tax_id.currency_id")
    key = fields.Char(required=True, readonly=True)
    kind = fields.Selection(
        [
            ("vat", "VAT"),
            ("vat_instalment", "VAT: instalment"),
            ("vat_balance", "VAT: balance of the year"),
            ("tax_instalment", "Corporate tax: instalment"),
            ("tax_balance", "Corporate tax: balance"),
            ("cfe_instalment", "Local tax: instalment"),
            ("cfe", "Local tax"),
        ],
        required=True,
        readonly=True,
    )
    name = fields.Char(required=True, readonly=True)
    due_on = fields.Date(string="Due", required=True, readonly=True)
    paid_on = fields.Date(
        string="Paid on", readonly=True, help="The first working day from the due date."
    )
    start = fields.Date(readonly=True)
    end = fields.Date(readonly=True)
    computed = fields.Monetary(string="From the books", readonly=True)
    how = fields.Char(string="How it was counted", readonly=True)
    is_typed = fields.Boolean(string="Overruled")
    typed = fields.Monetary(string="Instead")
    amount = fields.Monetary(
        string="To pay", compute="_compute_amount", inverse="_inverse_amount"
    )
    source = fields.Char(compute="_compute_rule", help="Where the rule was read.")
    to_confirm = fields.Boolean(string="To be confirmed", compute="_compute_rule")

    _one_a_key = models.UniqueIndex("(tax_id, key)")

    @api.depends("computed", "is_typed", "typed")
    def _compute_amount(self):
        for line in self:
            line.amount = line.typed if line.is_typed else line.computed

    def _inverse_amount(self):
        for line in self:
            line.write({"is_typed": line.amount != line.computed, "typed": line.amount})

    @api.depends("kind")
    def _compute_rule(self):
        for line in self:
            _codes, line.source, line.to_confirm = RULES.get(line.kind, ((), "", True))

    def action_entries(self):
        """The entries this figure was counted from."""
        self.ensure_one()
        codes, _source, _to_confirm = RULES[self.kind]
        domain = ["|"] * (len(codes) - 1)
        domain += [("account_id.code", "=like", f"{code}%") for code in codes]
        start, end = self.start, self.end
        if self.kind in ("tax_instalment", "cfe", "cfe_instalment"):
            start = start.replace(year=start.year - 1, day=1)
        return {
            "type": "ir.actions.act_window",
            "name": self.name,
            "res_model": "account.move.line",
            "views": [(False, "list"), (False, "kanban")],
            "mobile_view_mode": "kanban",
            "domain": [
                ("company_id", "=", self.company_id.id),
                ("parent_state", "=", "posted"),
                ("date", ">=", start),
                ("date", "<=", end),
                *domain,
            ],
        }

    def action_from_books(self):
        """Take the figure of the books again."""
        self.write({"is_typed": False, "typed": 0.0})
