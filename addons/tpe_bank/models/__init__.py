from . import (
    account_bank_statement_line,
    account_journal,
    account_move,
    bank_import,
    bank_import_check,
    bank_import_column,
    bank_import_read,
    bank_import_run,
    bank_mailbox,
)
