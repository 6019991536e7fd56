from . import (
    cash_forecast,
    cash_forecast_line,
    cash_forecast_refresh,
    cash_forecast_total,
    cash_forecast_week,
    cash_source,
    cash_source_ahead,
    cash_source_bank,
    cash_source_claim,
    cash_source_draft,
    cash_source_expected,
    cash_source_payable,
    cash_source_purchase,
    cash_source_receivable,
    cash_source_sale,
    cash_source_timing,
    cash_source_unmatched,
    res_company,
)
from . import res_config_settings_cash
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
from . import cash_scenario, cash_scenario_flow
