from odoo import api, models


class CashForecastTell(models.Model):
    _inherit = "tpe.cash.forecast"

    @api.model
    def _cron_forecast(self):
        done = super()._cron_forecast()
        self.env["tpe.cash.monday"]._cron_send()
        return done
