from . import test_payment_timing
