from . import (
    diagnostic_action,
    quote_chase,
    quote_chase_leave,
    quote_due,
    quote_due_held,
    quote_step,
    quote_step_options,
    res_company,
    sale_order,
    sale_order_chase,
    sale_order_chase_step,
)
