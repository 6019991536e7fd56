from . import account_journal
from . import bank_match
from . import bank_match_label
from . import bank_match_line
from . import bank_match_menu
from . import bank_match_page
from . import bank_match_read
from . import bank_match_words
from . import (
    account_bank_statement_line,
    account_journal,
    bank_import,
    bank_import_check,
    bank_import_column,
    bank_import_read,
    bank_import_run,
    bank_mailbox,
)
