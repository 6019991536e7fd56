from . import (
    test_cost,
    test_decide,
    test_letter_cases,
    test_portfolio,
    test_readme,
    test_refresh,
    test_remedy_applied,
    test_score,
    test_score_rules,
    test_sheet,
    test_tour,
)
