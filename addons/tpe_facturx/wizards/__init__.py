from . import (
    facturx_batch_new,
    facturx_file_add,
    facturx_status_import,
    facturx_status_import_line,
)
