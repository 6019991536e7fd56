from . import (
    test_decision,
    test_late_interest,
    test_message,
    test_plan,
    test_policy,
    test_rows,
    test_security,
    test_send,
    test_tour,
)
