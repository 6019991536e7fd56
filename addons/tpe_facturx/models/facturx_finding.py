from odoo import api, fields, models


class TpeFacturxFinding(models.Model):
    """One rule that the file of an invoice breaks, in the owner's words."""

    _name = "tpe.facturx.finding"
    _description = "Finding of a check"
    _order = "fatal desc, id"
    _rec_name = "rule"

    check_id = fields.Many2one(
        "tpe.facturx.check", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="check_id.company_id", store=True)
    rule = fields.Char(required=True)
    layer = fields.Char(required=True)
    where = fields.Char(string="Business term")
    text = fields.Char(string="In the words of the rule")
    fatal = fields.Boolean(default=True)
    words = fields.Char(string="To mend", compute="_compute_words")

    @api.depends("rule", "where", "text")
    @api.depends_context("lang")
    def _compute_words(self):
        rules = self.env["tpe.facturx.rule"]
        for finding in self:
            rule = rules._for(finding.rule, finding.where)
            finding.words = rule.name or self.env._(
                "Rule %(rule)s: %(text)s", rule=finding.rule, text=finding.text or "–"
            )

    def action_mend(self):
        """Open the record on which this is mended."""
        self.ensure_one()
        rule = self.env["tpe.facturx.rule"]._for(self.rule, self.where)
        return self.check_id.move_id._facturx_open(rule.place or "invoice")
