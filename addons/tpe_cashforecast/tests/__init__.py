from . import test_cash_forecast, test_payment_timing
from . import test_cash_scenario
from . import test_cash_variance
from . import test_cash_track
