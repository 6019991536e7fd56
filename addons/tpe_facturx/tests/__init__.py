from . import (
    test_check_invoice,
    test_facturx_amounts,
    test_facturx_corpus,
    test_facturx_gaps,
    test_facturx_once,
    test_facturx_round_trip,
    test_facturx_variants,
    test_hostile_files,
    test_official_rules,
)
