from . import test_facturx_pdf
from . import test_pdfa
