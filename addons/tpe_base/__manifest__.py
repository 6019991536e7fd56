{
    "name": "TPE: shared base",
    "summary": "Groups, menu root and customer profiles shared by the TPE suite",
    "version": "19.0.1.0.0",
    "category": "Accounting/Accounting",
    "author": "TPE Suite",
    "license": "LGPL-3",
    "depends": ["account"],
    "data": [
        "security/tpe_base_groups.xml",
        "views/res_partner_views.xml",
        "views/res_partner_category_views.xml",
        "views/res_config_settings_views.xml",
        "views/tpe_base_menus.xml",
    ],
    "assets": {"web.assets_backend": ["tpe_base/static/src/**/*"]},
}
