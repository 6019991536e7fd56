from . import (
    test_agreement,
    test_decision,
    test_hold,
    test_late_interest,
    test_message,
    test_plan,
    test_policy,
    test_policy_choice,
    test_security,
    test_send,
    test_timing,
    test_tour,
)
