from . import test_chase, test_due, test_options, test_plan, test_rights
