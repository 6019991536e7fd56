from . import (
    test_decision,
    test_late_interest,
    test_message,
    test_plan,
    test_policy,
    test_security,
    test_send,
    test_tour,
)
from . import test_page, test_page_answers, test_page_payment, test_plan_collect
