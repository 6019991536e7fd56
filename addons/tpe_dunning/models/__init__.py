from . import (
    account_move,
    dunning_decision,
    dunning_level,
    dunning_policy,
    dunning_reminder,
    dunning_reminder_line,
    dunning_reminder_message,
    dunning_reminder_plan,
    dunning_reminder_send,
    res_company,
    res_partner,
)
