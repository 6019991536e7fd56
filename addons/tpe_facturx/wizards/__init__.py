from . import facturx_batch_new
from . import facturx_status_import
from . import facturx_status_import_line
