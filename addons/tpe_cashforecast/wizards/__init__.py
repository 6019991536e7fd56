from . import cash_budget_copy
