from . import (
    test_figures,
    test_file,
    test_report,
    test_request,
    test_review,
    test_rights,
    test_ritual,
    test_run,
    test_search,
    test_tour,
    test_trigger,
    test_version,
)
