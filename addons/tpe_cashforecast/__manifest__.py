{
    "name": "TPE: cash forecast",
    "summary": "Thirteen weeks of cash ahead, with its band",
    "version": "19.0.1.0.0",
    "category": "Accounting/Accounting",
    "author": "TPE Suite",
    "license": "LGPL-3",
    "depends": ["tpe_dunning"],
    "data": [
        "security/ir.model.access.csv",
        "security/tpe_cashforecast_rules.xml",
        "data/ir_cron_data.xml",
        "views/cash_forecast_views.xml",
        "views/cash_workbook_views.xml",
        "views/tpe_cashforecast_menus.xml",
    ],
    "application": True,
}
