from odoo import api, models


class DunningPolicy(models.Model):
    _inherit = "tpe.dunning.policy"

    @api.model
    def _by_score(self, company, partner):
        """The policies the company chose for its classes C and D."""
        grid = company._scoring_grid()
        chosen = {
            letter: policy.id
            for letter, policy in (("c", grid.policy_c_id), ("d", grid.policy_d_id))
            if policy.active
            and policy.company_id in (policy.company_id.browse(), company)
        }
        found = super()._by_score(company, partner)
        if not chosen:
            return found
        scores = self.env["tpe.client.score"].sudo()
        domain = [*scores._current(company, partner), ("score_class", "in", [*chosen])]
        rows = scores.search_fetch(domain, ["partner_id", "score_class"])
        return found | {row.partner_id.id: chosen[row.score_class] for row in rows}
