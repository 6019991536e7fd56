from . import (
    cash_budget_copy,
    cash_goals,
    cash_page,
    cash_rescue,
    cash_rescue_banker,
    cash_rescue_line,
    invoice_advance,
    supplier_schedule,
    supplier_schedule_line,
)
