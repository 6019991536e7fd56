from . import (
    test_check_invoice,
    test_facturx_corpus,
    test_facturx_gap,
    test_hostile_files,
    test_official_rules,
    test_pdfa,
)
