from odoo import api, fields, models

PLATFORM = [("yes", "Chosen"), ("no", "Not yet")]


class Setup(models.Model):
    """The facts that live on the grid of scoring and on the point of e-invoicing."""

    _inherit = "tpe.setup"

    hourly_cost = fields.Monetary(
        string="Cost of an hour",
        compute="_compute_elsewhere",
        readonly=False,
        help="What an hour of yours costs the firm, charges included.",
    )
    platform_said = fields.Selection(
        PLATFORM,
        string="Platform that receives",
        compute="_compute_elsewhere",
        readonly=False,
    )
    platform = fields.Char(
        string="Approved platform", compute="_compute_elsewhere", readonly=False
    )
    platform_words = fields.Char(compute="_compute_elsewhere")

    @api.depends("company_id")
    @api.depends_context("uid", "lang")
    def _compute_elsewhere(self):
        for setup in self:
            point = setup._point()
            setup.hourly_cost = setup.company_id.sudo()._scoring_grid().hourly_cost
            setup.platform_said = point.said
            setup.platform = point.platform
            setup.platform_words = point.sentence

    def _point(self):
        return self.env["tpe.diagnostic.point"]._of(self.company_id, "platform")

    def _elsewhere(self):
        return ("hourly_cost", "platform_said", "platform")

    def _keep_elsewhere(self, vals):
        if "hourly_cost" in vals:
            grid = self.company_id._scoring_grid().with_env(self.env)
            grid.hourly_cost = vals["hourly_cost"]
        said = {
            name: vals[key]
            for key, name in (("platform_said", "said"), ("platform", "platform"))
            if key in vals
        }
        if said:
            # As the person who answers: the point keeps who said it.
            self._point().write(said)
        if vals:
            self.invalidate_recordset(self._elsewhere())
