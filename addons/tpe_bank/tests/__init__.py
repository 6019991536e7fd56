from . import (
    test_bank_camt,
    test_bank_copied,
    test_bank_csv,
    test_bank_freshness,
    test_bank_import,
    test_bank_mailbox,
    test_bank_match,
    test_bank_ofx,
    test_bank_rights,
    test_match,
    test_match_guards,
    test_match_tour,
)
