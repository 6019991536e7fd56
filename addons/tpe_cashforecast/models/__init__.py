from . import (
    cash_forecast,
    cash_forecast_line,
    cash_forecast_refresh,
    cash_forecast_total,
    cash_forecast_week,
    cash_source,
    cash_source_payable,
    cash_source_receivable,
    res_company,
)
from . import cash_scenario, cash_scenario_flow
from . import cash_variance, cash_actual, cash_forecast_remember
from . import cash_forecast_track, cash_alert, cash_alert_causes
