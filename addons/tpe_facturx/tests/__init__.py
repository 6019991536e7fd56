from . import test_facturx_gap
