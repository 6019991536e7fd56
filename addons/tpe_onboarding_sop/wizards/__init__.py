from . import (
    diagnostic_drop,
    sop_export,
    sop_hand_over,
    sop_import,
    sop_import_line,
    sop_start,
)
