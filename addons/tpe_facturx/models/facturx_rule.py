from odoo import api, fields, models, tools

PLACES = [
    ("customer", "Customer"),
    ("company", "Our firm"),
    ("settings", "Settings"),
    ("bank", "Bank account"),
    ("invoice", "Invoice"),
    ("line", "Invoice line"),
    ("file", "File"),
]


class TpeFacturxRule(models.Model):
    """What a rule means to the owner, and where it is mended: data, not code."""

    _name = "tpe.facturx.rule"
    _description = "Rule of the e-invoice"
    _order = "code"
    _rec_names_search = ["code", "name"]

    code = fields.Char(
        string="Rule",
        required=True,
        help="As published, or the beginning of several: BR-FR-09, then BR-FR-09_BT-29.",
    )
    name = fields.Char(string="In words", required=True, translate=True)
    received_name = fields.Char(
        string="In words, on a received invoice",
        translate=True,
        help="There « ours » is the supplier's, and the customer is our firm. Empty: the "
        "same words.",
    )
    place = fields.Selection(
        PLACES, string="Where it is mended", required=True, default="invoice"
    )
    field_name = fields.Char(string="Field")

    _code_unique = models.Constraint("UNIQUE (code)", "This rule is already known.")

    @api.model
    def _for(self, code, where=""):
        """The record for a rule, else that of the family it belongs to, else nothing.

        The same rule on our number (BT-30) and on the customer's is mended elsewhere.
        """
        known = self._known()
        if f"{code}_{where}" in known:
            return self.browse(known[f"{code}_{where}"])
        while code and code not in known:
            code = code[: max(code.rfind("_"), code.rfind("-"), 0)]
        return self.browse(known.get(code))

    @api.model
    @tools.ormcache()
    def _known(self):
        return {rule.code: rule.id for rule in self.sudo().search_fetch([], ["code"])}

    @api.model_create_multi
    def create(self, vals_list):
        self.env.registry.clear_cache()
        return super().create(vals_list)

    def write(self, vals):
        self.env.registry.clear_cache()
        return super().write(vals)

    def unlink(self):
        self.env.registry.clear_cache()
        return super().unlink()
