from odoo import api, fields, models
from odoo.exceptions import UserError

from ..models.client_decision import DECIDABLE
from ..models.client_score import VERDICTS


class ClientDecide(models.TransientModel):
    """A person decides about a customer, and says why."""

    _name = "tpe.client.decide"
    _description = "Decide About a Customer"

    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    partner_id = fields.Many2one("res.partner", string="Customer", required=True)
    score_id = fields.Many2one("tpe.client.score", compute="_compute_score")
    computed_verdict = fields.Selection(
        VERDICTS, string="Proposal", compute="_compute_score"
    )
    why = fields.Char(compute="_compute_score")
    verdict = fields.Selection(DECIDABLE, string="Your decision")
    # Not required here: the window opens before the person has typed it.
    reason = fields.Text()
    guard = fields.Text(string="Before you part", compute="_compute_guard")

    @api.depends("partner_id", "company_id")
    def _compute_score(self):
        scores = self.env["tpe.client.score"]
        for wizard in self:
            score = scores.search(scores._current(wizard.company_id, wizard.partner_id))
            wizard.score_id = score
            wizard.computed_verdict = score.verdict or "unknown"
            wizard.why = score._why() if score else ""

    @api.depends("partner_id", "verdict", "company_id")
    def _compute_guard(self):
        for wizard in self:
            parting = wizard.verdict == "part" and wizard.partner_id
            wizard.guard = (
                wizard.partner_id._tpe_notice_guard(wizard.company_id)
                if parting
                else ""
            )

    def action_decide(self):
        """Keep the decision, with its author, its day and its reason."""
        self._decide()
        return {
            "type": "ir.actions.client",
            "tag": "soft_reload",
        }

    def action_decide_and_write(self):
        """Keep it, then write the letter that ends the relation."""
        self._decide()
        consumer = self.partner_id.commercial_partner_id.tpe_profile == "consumer"
        return self.env["tpe.client.letter"]._open(
            self.partner_id, "consumer" if consumer else "end"
        )

    def _decide(self):
        self.ensure_one()
        if not self.verdict:
            raise UserError(self.env._("Choose what you decide."))
        return self.env["tpe.client.decision"].create(
            {
                "company_id": self.company_id.id,
                "partner_id": self.partner_id.id,
                "verdict": self.verdict,
                "reason": self.reason,
            }
        )
