from . import test_cash_forecast, test_payment_timing
from . import test_cash_recurring
from . import test_cash_tax
from . import test_cash_loan
