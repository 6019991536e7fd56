from . import test_bank_match, test_match, test_match_tour
