from odoo import api, fields, models
from odoo.exceptions import ValidationError

DECIDABLE = [
    ("develop", "Develop"),
    ("keep", "Keep"),
    ("improve", "Improve first"),
    ("part", "Part politely"),
]


class ClientDecision(models.Model):
    """What a person decided about a customer, and why: the machine only proposes.

    The newest counts.  None is changed or erased: to decide otherwise is to decide again.
    """

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
        help="What was proposed on the day of the decision.",
    )
    reason = fields.Text(required=True)
    author_id = fields.Many2one(
        "res.users",
        string="Decided by",
        required=True,
        readonly=True,
        default=lambda self: self.env.user,
    )
    decided_on = fields.Date(
        required=True,
        readonly=True,
        default=lambda self: self.env.company._dunning_today(),
    )

    @api.constrains("reason")
    def _check_reason(self):
        if any(not (decision.reason or "").strip() for decision in self):
            raise ValidationError(self.env._("Write why: a decision has a reason."))

    @api.model_create_multi
    def create(self, vals_list):
        """Signed and dated by us, not by whoever calls."""
        self.env.user._tpe_check_manager()
        decisions = super().create([self._signed(vals) for vals in vals_list])
        decisions._show_on_scores()
        return decisions

    def _signed(self, vals):
        company = self.env["res.company"].browse(
            vals.get("company_id") or self.env.company.id
        )
        partner = self.env["res.partner"].browse(vals.get("partner_id"))
        partner = partner.commercial_partner_id
        return {
            **vals,
            "company_id": company.id,
            "partner_id": partner.id,
            "author_id": self.env.uid,
            "decided_on": company._dunning_today(),
            "computed_verdict": self._score_of(company, partner).verdict or "unknown",
        }

    def _score_of(self, company, partner):
        scores = self.env["tpe.client.score"]
        return scores.search(scores._current(company, partner))

    def _show_on_scores(self):
        """The current row shows the decision at once, not after the next night."""
        for decision in self:
            score = self._score_of(decision.company_id, decision.partner_id).sudo()
            if score:
                score.write(
                    score._beside(score.verdict, (decision.id, decision.verdict))
                )
