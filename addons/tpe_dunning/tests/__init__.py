from . import (
    test_circuit,
    test_decision,
    test_invoice_law,
    test_late_interest,
    test_limitation,
    test_message,
    test_plan,
    test_policy,
    test_security,
    test_send,
    test_tour,
)
