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
from . import (
    account_move_advance,
    account_move_line_pay_on,
    cash_forecast_bills,
    cash_forecast_rescue,
    cash_forecast_workbook,
    cash_source_payable_planned,
    res_company_payments,
    res_config_settings_payments,
)
