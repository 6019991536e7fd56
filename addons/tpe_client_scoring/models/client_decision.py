from odoo import fields, models

DECIDABLE = [
    ("develop", "Develop"),
    ("keep", "Keep"),
    ("improve", "Improve first"),
    ("part", "Part politely"),
]


class ClientDecision(models.Model):
    """What a person decided about a customer, and why: the machine only proposes."""

    _name = "tpe.client.decision"
    _description = "Decision on a Customer"
    _inherit = ["mail.thread"]
    _order = "decided_on desc, id desc"
    _rec_name = "partner_id"

    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )
    partner_id = fields.Many2one(
        "res.partner", string="Customer", required=True, index=True, ondelete="cascade"
    )
    verdict = fields.Selection(DECIDABLE, string="Decision", required=True)
    computed_verdict = fields.Selection(
        [*DECIDABLE, ("unknown", "Not enough data")],
        string="Proposed then",
        readonly=True,
        help="What the machine proposed on the day of the decision.",
    )
    reason = fields.Text(required=True)
    author_id = fields.Many2one(
        "res.users", string="Decided by", required=True, readonly=True
    )
    decided_on = fields.Date(required=True, readonly=True)
