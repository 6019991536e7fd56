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
    cash_recurring,
    cash_recurring_suggest,
    cash_recurring_upcoming,
    cash_source_recurring,
    cash_source_tax,
    cash_forecast_tax,
    cash_tax,
    cash_tax_books,
    cash_tax_line,
)
from . import cash_forecast_credit, cash_loan, cash_loan_line, cash_source_loan
from . import res_config_settings_credit
