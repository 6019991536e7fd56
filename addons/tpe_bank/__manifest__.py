{
    "name": "TPE: bank",
    "summary": "Bank files in, lines matched, in five minutes a day",
    "version": "19.0.1.0.0",
    "category": "Accounting/Accounting",
    "author": "TPE Suite",
    "license": "LGPL-3",
    "depends": ["tpe_base"],
    "data": [
        "security/ir.model.access.csv",
        "security/bank_match_rules.xml",
        "views/account_journal_views.xml",
        "views/tpe_bank_menus.xml",
        "views/bank_match_views.xml",
    ],
    "assets": {
        "web.assets_backend": ["tpe_bank/static/src/**/*"],
        "web.assets_tests": ["tpe_bank/static/tests/tours/**/*"],
    },
    "application": True,
}
