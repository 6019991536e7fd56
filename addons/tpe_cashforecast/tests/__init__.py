from . import test_cash_forecast, test_payment_timing
from . import test_budget, test_dashboard, test_kpi, test_month, test_tour
