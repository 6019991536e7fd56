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
        "security/tpe_bank_rules.xml",
        "views/account_bank_statement_line_views.xml",
        "views/account_journal_views.xml",
        "views/bank_import_templates.xml",
        "views/bank_import_views.xml",
        "views/bank_mailbox_views.xml",
        "views/tpe_bank_menus.xml",
    ],
    "assets": {
        "web.assets_backend": ["tpe_bank/static/src/**/*"],
    },
    "application": True,
}
