from odoo import api, fields, models


class ResCompany(models.Model):
    """What the euros of a diagnostic are made with, beside the grid of scoring."""

    _inherit = "res.company"

    tpe_weeks = fields.Selection(
        [("year", "52 weeks / 12 = 4.33"), ("four", "4 weeks")],
        string="Weeks of a month",
        default="year",
        required=True,
        help="Four weeks a month are the usual shortcut: it forgets four weeks of each "
        "year. 9 hours a week at 50 € are 1,950 € a month, and 1,800 € with four weeks.",
    )
    tpe_rate_origin = fields.Char(
        string="Origin of the rate",
        help="Where the financing rate was read: the contract of the bank, for instance. "
        "Empty: to be confirmed.",
    )
    tpe_hire_low = fields.Monetary(string="Hire, from", default=35000)
    tpe_hire_high = fields.Monetary(string="Hire, up to", default=45000)
    tpe_outsource_low = fields.Monetary(string="Outsource, from", default=12000)
    tpe_outsource_high = fields.Monetary(string="Outsource, up to", default=24000)
    tpe_ranges_origin = fields.Char(
        string="Origin of the amounts",
        help="A quote, a payslip. Empty: orders of magnitude, to be replaced by your "
        "figures.",
    )
    tpe_timer_hours = fields.Float(
        string="A timer is forgotten after (hours)", default=3.0, digits=(4, 1)
    )

    _tpe_ranges = models.Constraint(
        "CHECK (tpe_hire_low BETWEEN 0 AND tpe_hire_high "
        "AND tpe_outsource_low BETWEEN 0 AND tpe_outsource_high)",
        "An amount goes from the lower to the higher one.",
    )
    _tpe_timer_hours_check = models.Constraint(
        "CHECK (tpe_timer_hours > 0)", "A timer is forgotten after some time."
    )

    @api.model_create_multi
    def create(self, vals_list):
        companies = super().create(vals_list)
        self.env["tpe.diagnostic.point"]._create_missing(companies)
        return companies

    def _euro_settings(self):
        """What the euros are computed with today, as plain values that can be kept."""
        self.ensure_one()
        company = self.sudo()
        grid = company._scoring_grid()
        return {
            "hourly": grid.hourly_cost,
            "weeks": company.tpe_weeks,
            "rate": grid.financing_rate,
            "rate_origin": company.tpe_rate_origin or "",
            "hire": [company.tpe_hire_low, company.tpe_hire_high],
            "outsource": [company.tpe_outsource_low, company.tpe_outsource_high],
            "ranges_origin": company.tpe_ranges_origin or "",
        }
