from . import test_review, test_rights, test_run, test_tour, test_trigger, test_version
