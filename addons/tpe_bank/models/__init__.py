from . import account_journal
from . import bank_match
from . import bank_match_label
from . import bank_match_line
from . import bank_match_menu
from . import bank_match_page
from . import bank_match_read
from . import bank_match_words
