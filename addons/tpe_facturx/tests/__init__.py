from . import (
    test_check_invoice,
    test_facturx_batch,
    test_facturx_check,
    test_facturx_collected,
    test_facturx_corpus,
    test_facturx_gap,
    test_facturx_platform,
    test_facturx_siren,
    test_facturx_status,
    test_hostile_files,
    test_official_rules,
    test_pdfa,
)
