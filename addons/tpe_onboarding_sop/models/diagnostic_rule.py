from odoo import api, fields, models


class DiagnosticRule(models.Model):
    """A duty or a fine of the law, from a day on, with where it was read."""

    _name = "tpe.diagnostic.rule"
    _description = "Rule of the Law"
    _order = "code, valid_from desc"

    code = fields.Char(required=True, help="Programs know it by this word.")
    valid_from = fields.Date(
        string="From",
        required=True,
        help="The first day on which it binds a small firm.",
    )
    name = fields.Char(required=True, translate=True)
    text = fields.Text(translate=True)
    currency_id = fields.Many2one(
        "res.currency", default=lambda self: self.env.ref("base.EUR"), required=True
    )
    amount = fields.Monetary(string="Fine")
    amount_next = fields.Monetary(string="Then")
    months = fields.Integer(string="Every (months)")
    cap = fields.Monetary(string="At most a year")
    source = fields.Char(required=True, translate=True)
    url = fields.Char(string="Address of the source")
    verified = fields.Boolean(
        help="Read in an official source. Without it, it is shown as to be confirmed."
    )

    _once = models.UniqueIndex(
        "(code, valid_from)", "This rule is already known for that day."
    )

    @api.model
    def _current(self, code, day):
        """The rule in force on ``day``, else the next one to come, else nothing."""
        rules = self.sudo().search([("code", "=", code)], order="valid_from desc")
        return rules.filtered(lambda rule: rule.valid_from <= day)[:1] or rules[-1:]

    def _doubt(self):
        """What follows a rule that nobody read in an official source."""
        return "" if self.verified else f" ({self.env._('to be confirmed')})"
