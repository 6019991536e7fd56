from . import test_cash_forecast, test_payment_timing
from . import test_workbook
from . import test_rescue, test_supplier_schedule
from . import test_who_to_pay
