from . import (
    diagnostic_action,
    quote_chase,
    quote_due,
    quote_step,
    quote_step_options,
    res_company,
    sale_order,
    sale_order_chase,
)
