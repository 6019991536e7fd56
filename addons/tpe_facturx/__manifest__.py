{
    "name": "TPE: Factur-X",
    "summary": "Invoices that pass the French rules, checked before they leave",
    "version": "19.0.1.0.0",
    "category": "Accounting/Accounting",
    "author": "TPE Suite",
    "license": "LGPL-3",
    "depends": ["tpe_base", "account_edi_ubl_cii", "l10n_fr_account"],
    "external_dependencies": {"python": ["factur-x"]},
    "data": [
        "views/account_move_correction_views.xml",
        "views/tpe_facturx_menus.xml",
    ],
    "application": True,
}
