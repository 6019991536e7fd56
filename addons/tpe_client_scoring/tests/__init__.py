from . import test_cost, test_refresh, test_score, test_score_rules
