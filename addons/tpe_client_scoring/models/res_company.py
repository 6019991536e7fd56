from odoo import api, models


class ResCompany(models.Model):
    _inherit = "res.company"

    @api.model_create_multi
    def create(self, vals_list):
        companies = super().create(vals_list)
        companies._create_scoring_grids()
        return companies

    def _create_scoring_grids(self):
        """A grid of French defaults for each company that has none."""
        grids = self.env["tpe.scoring.grid"].sudo()
        known = grids.search([("company_id", "in", self.ids)]).company_id
        grids.create([{"company_id": company.id} for company in self - known])

    def _scoring_grid(self):
        """The grid of the company."""
        self.ensure_one()
        grids = self.env["tpe.scoring.grid"].sudo()
        return grids.search([("company_id", "=", self.id)])
