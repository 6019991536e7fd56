from . import (
    test_files,
    test_res_company,
    test_res_partner,
    test_res_users,
    test_working_days,
)
