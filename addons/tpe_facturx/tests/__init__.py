from . import test_pdfa
