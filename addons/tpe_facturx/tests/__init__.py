from . import test_facturx_gap, test_pdfa
