from . import (
    test_decision,
    test_injunction,
    test_late_interest,
    test_message,
    test_penalty,
    test_penalty_offer,
    test_plan,
    test_policy,
    test_security,
    test_send,
    test_tour,
)
