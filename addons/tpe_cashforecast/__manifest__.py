{
    "name": "TPE: cash forecast",
    "summary": "When the money of open invoices comes in, with its band",
    "version": "19.0.1.0.0",
    "category": "Accounting/Accounting",
    "author": "TPE Suite",
    "license": "LGPL-3",
    "depends": ["tpe_dunning"],
}
