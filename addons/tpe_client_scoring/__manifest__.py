{
    "name": "TPE: customer scores",
    "summary": "Which customers make money, which cost, and what would fix it",
    "version": "19.0.1.0.0",
    "category": "Accounting/Accounting",
    "author": "TPE Suite",
    "license": "LGPL-3",
    "depends": ["tpe_dunning"],
    "data": [
        "security/ir.model.access.csv",
        "security/tpe_client_scoring_rules.xml",
        "data/ir_cron_data.xml",
        "views/tpe_client_scoring_menus.xml",
    ],
    "post_init_hook": "post_init",
    "application": True,
}
