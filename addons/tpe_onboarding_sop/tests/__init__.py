from . import test_figures, test_file, test_report, test_search, test_version
