from . import test_figures, test_file, test_report, test_search, test_version
from . import test_review, test_rights, test_run, test_trigger, test_version
