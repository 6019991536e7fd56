from odoo import api, fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    tpe_hourly_cost = fields.Monetary(
        string="Cost of an hour",
        compute="_compute_tpe_grid",
        inverse="_inverse_tpe_hourly_cost",
        help="What an hour of yours costs the firm, charges included: that of the "
        "scoring grid.",
    )
    tpe_financing_rate = fields.Float(
        string="Financing rate (% a year)",
        compute="_compute_tpe_grid",
        inverse="_inverse_tpe_financing_rate",
        digits=(5, 2),
        help="The price of the days beyond the term: that of the scoring grid.",
    )
    tpe_weeks = fields.Selection(related="company_id.tpe_weeks", readonly=False)
    tpe_rate_origin = fields.Char(related="company_id.tpe_rate_origin", readonly=False)
    tpe_hire_low = fields.Monetary(related="company_id.tpe_hire_low", readonly=False)
    tpe_hire_high = fields.Monetary(related="company_id.tpe_hire_high", readonly=False)
    tpe_outsource_low = fields.Monetary(
        related="company_id.tpe_outsource_low",
        readonly=False,
    )
    tpe_outsource_high = fields.Monetary(
        related="company_id.tpe_outsource_high",
        readonly=False,
    )
    tpe_ranges_origin = fields.Char(
        related="company_id.tpe_ranges_origin",
        readonly=False,
    )
    tpe_timer_hours = fields.Float(related="company_id.tpe_timer_hours", readonly=False)

    @api.depends("company_id")
    def _compute_tpe_grid(self):
        for settings in self:
            grid = settings.company_id._scoring_grid()
            settings.tpe_hourly_cost = grid.hourly_cost
            settings.tpe_financing_rate = grid.financing_rate

    def _inverse_tpe_hourly_cost(self):
        for settings in self:
            grid = settings.company_id._scoring_grid()
            grid.hourly_cost = settings.tpe_hourly_cost

    def _inverse_tpe_financing_rate(self):
        for settings in self:
            grid = settings.company_id._scoring_grid()
            grid.financing_rate = settings.tpe_financing_rate
