from . import (
    test_decision,
    test_digest,
    test_figures,
    test_late_interest,
    test_message,
    test_plan,
    test_policy,
    test_security,
    test_send,
    test_settlement,
    test_tour,
)
