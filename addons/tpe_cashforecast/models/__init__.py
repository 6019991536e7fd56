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
from . import cash_forecast_workbook
