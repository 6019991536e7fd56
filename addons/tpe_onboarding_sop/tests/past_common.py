import base64
import io
from datetime import date

import openpyxl

from odoo import Command
from odoo.tests import freeze_time, new_test_user

from odoo.addons.tpe_dunning.tests.common import DunningCommon

CUSTOMERS = ("Nom", "Référence client", "SIREN", "N° TVA", "E-mail", "Ville")
INVOICES = (
    *("N° de facture", "Client", "Date de facture", "Échéance", "Montant TTC"),
    *("Reste dû", "Montant HT", "Devise"),
)
SETTLEMENTS = (
    "N° de facture",
    "Date de règlement",
    "Montant réglé",
    "Nature",
    "Client",
)
# The day is 31 March 2026.
BATI = ("Bâti Sud SARL", "C-001", "404833048", "", "compta@batisud.example", "Lyon")
MENU = ("Menuiserie Roux", "C-002", "", "", "", "Vienne")
F1 = ("F-2026-01", "C-001", date(2026, 2, 9), date(2026, 3, 11), 1200, 700, 1000)
F2 = ("F-2025-88", "Bâti Sud SARL", "01/10/2025", "31/10/2025", "600,00", 0, "500,00")
F3 = ("F-2026-02", "Menuiserie Roux", date(2026, 3, 1), date(2026, 4, 30), 240)
PAID1 = ("F-2026-01", date(2026, 3, 19), 500, "Virement")
PAID2 = ("F-2025-88", "15/11/2025", "600,00")


@freeze_time("2026-03-31 07:00:00")
class PastCommon(DunningCommon):
    """An owner, a counterpart account, files made by hand."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.counterpart = cls.env["account.account"].create(
            {
                "name": "Compte d’attente de reprise",
                "code": "472000",
                "account_type": "asset_current",
                "reconcile": True,
            }
        )
        cls.receivable = cls.company_data["default_account_receivable"]
        # The owner of a small firm: nobody administers Invoicing beside.
        cls.manager = cls._user("claire", "tpe_base.group_tpe_manager")
        cls.imports = cls.env["tpe.past.import"].with_user(cls.manager)

    @classmethod
    def _user(cls, login, groups):
        return new_test_user(
            cls.env,
            login,
            groups,
            company_id=cls.company.id,
            company_ids=[Command.set(cls.company.ids)],
            lang="en_US",
        )

    @classmethod
    def _book(cls, **sheets):
        """A workbook of ``{sheet: [titles, rows…]}``."""
        book = openpyxl.Workbook()
        book.remove(book.active)
        for title, rows in sheets.items():
            sheet = book.create_sheet(title)
            for row in rows:
                sheet.append(row)
        stream = io.BytesIO()
        book.save(stream)
        return stream.getvalue()

    @classmethod
    def _usual(cls, *more):
        """Two customers, three invoices, two settlements; ``more`` invoices."""
        return cls._book(
            Clients=[CUSTOMERS, BATI, MENU],
            Factures=[INVOICES, F1, F2, F3, *more],
            Règlements=[SETTLEMENTS, PAID1, PAID2],
        )

    def _read(self, content, name="past.xlsx", **values):
        one = self.imports.create(
            {
                "name": name,
                "file": base64.b64encode(content),
                "account_id": self.counterpart.id,
                **values,
            }
        )
        one.action_check()
        return one

    def _imported(self, content, **values):
        one = self._read(content, **values)
        self.assertEqual(one.state, "review", one.refusal)
        self.assertFalse(self._said(one, "refused"))
        one.action_import()
        self.assertEqual(one.state, "done")
        return one

    def _said(self, one, verdict, subject=None):
        """``{line: note}`` of the lines with this verdict, of all sheets or of one."""
        return {
            line.line: line.note
            for line in one.line_ids
            if line.verdict == verdict and subject in (None, line.subject)
        }

    def _move(self, number):
        return self.env["account.move"].search(
            [("name", "=", number), ("company_id", "=", self.company.id)]
        )

    def _facts(self, move):
        """``{kind: (amount, settled on, days late)}`` of an invoice."""
        facts = self.env["tpe.receivable.settlement"].search(
            [("move_id", "=", move.id)]
        )
        return sorted(
            (fact.kind, fact.amount, fact.settlement_date, fact.days_late)
            for fact in facts
        )

    def _balance(self, account):
        [[balance]] = self.env["account.move.line"]._read_group(
            [("account_id", "=", account.id), ("parent_state", "=", "posted")],
            [],
            ["balance:sum"],
        )
        return balance
