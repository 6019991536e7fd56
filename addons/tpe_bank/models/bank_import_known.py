from odoo import models
from odoo.tools import SQL

from ..tools.rows import Unexplained

TABLES = {
    "move": "account_move",
    "line": "account_bank_statement_line",
    "bank": "account_move_line",
    "suspense": "account_move_line",
}
HOOKS = ("create", "write", "_create", "_write", "_post", "action_post", "unlink")
# What these do with an entry that is no invoice shows in its rows, or is nothing.
KNOWN = {
    *("account", "account_fleet", "account_peppol", "analytic", "mail", "pos_sale"),
    *("product_email_template", "purchase", "purchase_stock", "sale", "sale_expense"),
    *("sale_timesheet", "snailmail_account", "stock_account", "tpe_client_scoring"),
    *("tpe_dunning", "tpe_facturx", "tpe_onboarding_sop", "website_sale"),
}


class BankImport(models.Model):
    """Whether bank lines may be written, and deleted, by the thousand."""

    _inherit = "tpe.bank.import"

    def _only_known_addons(self):
        """Whether core, and addons that were read, are alone to act on bank entries."""
        for name in sorted({table.replace("_", ".") for table in TABLES.values()}):
            model = self.env[name]
            owners = {
                vars(cls)[hook].__module__
                for cls in type(model).mro()
                for hook in HOOKS
                if hook in vars(cls)
            }
            owners.update(method.__module__ for method in model._ondelete_methods)
            addons = {owner.split(".")[2] for owner in owners if ".addons." in owner}
            for field in model._fields.values():
                if field.store and (field.compute or field.related):
                    addons.add("manual" if field.manual else field._module)
            if addons - KNOWN:
                return False
        return True

    def _check_no_trace(self, *several):
        """An addon that notes these lines in a table of its own is left to do so."""
        references = self.env.execute_query(
            SQL(
                """
                SELECT conrelid::regclass::text, attname, confrelid::regclass::text
                  FROM pg_constraint
                  JOIN pg_attribute ON attrelid = conrelid AND attnum = conkey[1]
                 WHERE contype = 'f'
                   AND confrelid::regclass::text = ANY(%(tables)s)
                   AND conrelid::regclass::text != ALL(%(tables)s)
                """,
                tables=list(TABLES.values()),
            )
        )
        # Named once: there are dozens of references, and thousands of lines.
        theirs = SQL(", ").join(
            SQL(
                "%s AS (SELECT unnest(%s) AS id)",
                SQL.identifier(f"of_{records._table}"),
                records.ids,
            )
            for records in several
        )
        named = SQL(" UNION ALL ").join(
            SQL(
                "(SELECT 1 FROM %s WHERE %s IN (SELECT id FROM %s) LIMIT 1)",
                SQL.identifier(table),
                SQL.identifier(column),
                SQL.identifier(f"of_{target}"),
            )
            for table, column, target in references
        )
        if self.env.execute_query(SQL("WITH %s %s", theirs, named)):
            raise Unexplained("something else knows of these lines")
