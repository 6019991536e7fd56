from . import (
    account_journal,
    res_company,
    res_config_settings,
    res_partner,
    res_partner_category,
    res_users,
)
