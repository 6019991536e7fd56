from . import test_file, test_version
