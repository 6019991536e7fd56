from . import test_bank_match
