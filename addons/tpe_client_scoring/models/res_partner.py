from odoo import api, fields, models
from odoo.fields import Domain

from .client_score import READERS, VERDICTS


class ResPartner(models.Model):
    _inherit = "res.partner"

    tpe_score_id = fields.Many2one(
        "tpe.client.score",
        string="Score",
        compute="_compute_tpe_score",
        groups=READERS,
    )
    tpe_verdict = fields.Selection(
        VERDICTS,
        string="Verdict",
        compute="_compute_tpe_score",
        search="_search_tpe_verdict",
        groups=READERS,
        help="What a person decided about this customer, else what is proposed.",
    )

    @api.depends("commercial_partner_id")
    @api.depends_context("company")
    def _compute_tpe_score(self):
        """One query for a list, and none for users who may not see it."""
        scores = self.env["tpe.client.score"]
        rows = scores.search_fetch(
            scores._current(self.env.company, self), ["partner_id", "final_verdict"]
        )
        by_partner = {score.partner_id.id: score for score in rows}
        for partner in self:
            score = by_partner.get(partner.commercial_partner_id.id)
            partner.tpe_score_id = score
            partner.tpe_verdict = score.final_verdict if score else False

    @api.model
    def _search_tpe_verdict(self, operator, value):
        if operator != "in":
            return NotImplemented
        current = self.env["tpe.client.score"]._current(self.env.company)
        found = Domain(self._scored(current + [("final_verdict", "in", list(value))]))
        if False in value:
            found |= ~Domain(self._scored(current))
        return found

    def _scored(self, domain):
        """Domain of the customers, with their contacts, of these scores."""
        scores = self.env["tpe.client.score"]._search(domain)
        return [("commercial_partner_id", "in", scores.subselect("partner_id"))]
