import csv
import io
import zipfile
from datetime import date

import openpyxl

from odoo.tests import freeze_time, tagged

from .past_common import CUSTOMERS, INVOICES, SETTLEMENTS, PastCommon


@tagged("-at_install", "post_install")
@freeze_time("2026-03-31 07:00:00")
class TestPastWorkbook(PastCommon):
    """Workbooks and lists as people fill them in."""

    def _filled(self):
        """A title in merged cells, other titles in another order, sums, hidden rows."""
        book = openpyxl.Workbook()
        people = book.active
        people.title = "Clients"
        people.append(["Nos clients au 31 mars 2026"])
        people.merge_cells("A1:F1")
        people.append(
            ["Code client", None, "Raison sociale", "SIREN", "E-mail", "Notes"]
        )
        people.append(["C1", None, "BATI SUD SARL", "404 833 048", "", "bon payeur"])
        people.append(["C2", None, "MENUISERIE  ROUX", "", "Contact@Roux.example", ""])
        people.append(["C3", None, "L’atelier d’Élise", None, None, None])
        sheet = book.create_sheet("Factures")
        sheet.append(
            [
                *("Date d’échéance", "N°facture", "Nom du client", "Date facture"),
                *("Montant T.T.C. (€)", "Reste à régler", "Commentaire", "Montant HT"),
            ]
        )
        rows = [
            (
                "11/03/2026",
                "F1",
                "C1",
                "9 févr. 2026",
                "1\u202f234,56\u00a0€",
                "734,56",
            ),
            ("2026-04-30", "F2", "Menuiserie Roux", date(2026, 3, 1), "=200+40", None),
            (46112, "F3", "L'ATELIER D'ELISE", "01-mars-26", "60", "60,00 €"),
            ("30.04.2026", "F4", "c3", 46082, 36.0, 36),
        ]
        for row in rows:
            sheet.append([*row, "vu", None])
        sheet["H2"] = 1028.8
        sheet.append([None, None, None, None, 1570.56, 1070.56])
        sheet.row_dimensions[4].hidden = True
        paid = book.create_sheet("Règlements")
        paid.append(["N° de facture", "Payé le", "Montant encaissé"])
        paid.append(["F1", "19-03-26", "500,00"])
        paid.append(["F2", "20/03/2026", "= 0"])
        paid.delete_rows(3)
        stream = io.BytesIO()
        book.save(stream)
        # What a spreadsheet keeps beside the formula.
        return self._with_result(stream.getvalue(), "200+40", "240")

    def _with_result(self, content, formula, result):
        old, new = io.BytesIO(content), io.BytesIO()
        with zipfile.ZipFile(old) as source, zipfile.ZipFile(new, "w") as target:
            for name in source.namelist():
                data = source.read(name)
                data = data.replace(
                    f"<f>{formula}</f><v></v>".encode(),
                    f"<f>{formula}</f><v>{result}</v>".encode(),
                ).replace(
                    f"<f>{formula}</f><v />".encode(),
                    f"<f>{formula}</f><v>{result}</v>".encode(),
                )
                target.writestr(name, data)
        return new.getvalue()

    def test_as_a_person_fills_it_in(self):
        ours = self._customer("Bâtiments et Travaux", company_registry="40483304800022")
        roux = self._customer(
            "Roux", company_registry=False, email="contact@roux.example"
        )
        elise = self._customer("L'Atelier d'Elise", company_registry=False, email=False)
        one = self._imported(self._filled())
        self.assertEqual((one.customer_new, one.customer_known), (0, 3))
        self.assertEqual(one.invoice_amount, 1570.56)
        # 1,234.56 - 500 + 240 + 60 + 36.
        self.assertEqual(one.open_amount, 1070.56)
        self.assertEqual(self._balance(self.receivable), 1070.56)
        moves = {name: self._move(name) for name in ("F1", "F2", "F3", "F4")}
        self.assertEqual(
            [
                (move.partner_id, move.invoice_date, move.invoice_date_due)
                for move in moves.values()
            ],
            [
                (ours, date(2026, 2, 9), date(2026, 3, 11)),
                (roux, date(2026, 3, 1), date(2026, 4, 30)),
                (elise, date(2026, 3, 1), date(2026, 3, 31)),
                (elise, date(2026, 3, 1), date(2026, 4, 30)),
            ],
        )
        self.assertEqual(moves["F1"].tpe_past_untaxed, 1028.8)
        notes = {
            (line.sheet, line.line): line.note
            for line in one.line_ids
            if line.verdict == "warning" and not line.subject
        }
        self.assertEqual(set(notes), {("Clients", 2), ("Factures", 1), ("Factures", 6)})
        self.assertIn("Notes", notes["Clients", 2])
        self.assertIn("Commentaire", notes["Factures", 1])

    def test_undo_leaves_the_books_as_they_were(self):
        self._customer("Roux", company_registry=False, email="contact@roux.example")
        self._invoice(40, 80.0)
        before = self._all()
        one = self._imported(self._filled())
        self.assertNotEqual(self._all(), before)
        one.action_undo()
        self.assertEqual(self._all(), before)
        # And again: nothing of the first time is in the way.
        one.action_check()
        one.action_import()
        self.assertEqual(one.open_amount, 1070.56)

    def _all(self):
        """Customers, entries and payment facts of the company."""
        self.env.flush_all()
        self.env.invalidate_all()
        return {
            model: self.env[model].sudo().with_context(active_test=False).search([])
            .read(fields)
            for model, fields in (
                ("res.partner", ["name", "ref", "vat", "email", "company_registry"]),
                ("account.move", ["name", "state", "payment_state", "amount_residual"]),
                ("account.move.line", ["balance", "amount_residual", "matching_number"]),
                ("account.partial.reconcile", ["amount"]),
                ("tpe.receivable.settlement", ["amount", "kind", "due_date"]),
            )
        }  # fmt: skip

    def test_the_same_again_saved_anew_adds_nothing(self):
        self._imported(self._filled())
        moves = self.env["account.move"].search_count([])
        # Other bytes, the same content.
        again = self._read(self._filled() + b"\0", name="copie.xlsx")
        self.assertEqual(again.state, "review", again.refusal)
        self.assertEqual((again.new_count, again.refused_count), (0, 0))
        self.assertEqual(self.env["account.move"].search_count([]), moves)

    def test_a_list_of_another_software(self):
        """Semicolons, Windows, amounts with spaces, one line for each payment."""
        rows = [
            ("Balance clients éditée le 31/03/2026",),
            (),
            ("Société", "Nº facture", "Date d'émission", "À régler le", "Total TTC",
             "Payé le", "Montant payé", "Mode de paiement", ""),
            ("Élise & Fils", "A-1", "05/01/2026", "04/02/2026", "1 200,00 €",
             "10/02/2026", "200,00 €", "Chèque", ""),
            ("Élise & Fils", "A-1", "05/01/2026", "04/02/2026", "1 200,00 €",
             "20/02/2026", "1 000,00 €", "Virement", ""),
            ('Bar "Le Zinc"', "A-2", "06/02/2026", "08/03/2026", "89,90 €", "", "",
             "", ""),
            ("", "", "", "TOTAUX", "1 289,90 €", "", "1 200,00 €", "", ""),
        ]  # fmt: skip
        stream = io.StringIO()
        csv.writer(stream, delimiter=";").writerows(rows)
        one = self._imported(stream.getvalue().encode("cp1252"), name="balance.csv")
        self.assertEqual((one.invoice_amount, one.open_amount), (1289.9, 89.9))
        self.assertEqual(
            self._facts(self._move("A-1")),
            [
                ("payment", 200.0, date(2026, 2, 10), 6),
                ("payment", 1000.0, date(2026, 2, 20), 16),
            ],
        )
        self.assertEqual(self._move("A-2").partner_id.name, 'Bar "Le Zinc"')

    def test_dashes_and_capitals(self):
        """As an old software exports them: nothing, and zero, are dashes."""
        text = (
            '"NUMERO FACTURE";"NOM CLIENT";"DATE FACTURE";"DATE ECHEANCE";"MONTANT TTC";'
            '"MONTANT HT";"RESTE A PAYER"\n'
            '"FA001";"SARL DUPRE";"01/03/2026";"-";"1234.56";"N/A";"1234.56"\n'
            '"FA002";"SARL DUPRE";"01/02/2026";"15/03/2026";"12.00";"10.00";"-"\n'
        )
        one = self._read(text.encode(), name="export.csv")
        self.assertFalse(self._said(one, "refused", "customer"))
        # What is paid says when, on the sheet of settlements.
        self.assertIn("$\xa012.00 was settled", self._said(one, "refused")[3])
        self.assertNotIn(2, self._said(one, "refused"))
        self.assertEqual(one.open_amount, 1234.56)

    def test_a_list_of_balances_is_no_list_of_customers(self):
        one = self._read("Client;Solde;Non échu\nRoux;120,00;100,00\n".encode())
        self.assertEqual(one.state, "refused")
        self.assertIn("number, customer, date", one.refusal)

    def test_the_last_line_of_a_list_of_customers(self):
        text = "Raison sociale;Ville\nTotal Énergies;Lyon\nTotal : 1 client;\n"
        one = self._read(text.encode())
        self.assertEqual((one.customer_new, set(self._said(one, "warning"))), (1, {3}))

    def test_a_credit_note_takes_off_sales(self):
        self._imported(
            self._book(
                Clients=[CUSTOMERS, ("Élise", "C-1")],
                Factures=[
                    INVOICES,
                    ("F-1", "C-1", "09/02/2026", "11/03/2026", 1200, "", 1000),
                ],
                Règlements=[SETTLEMENTS, ("F-1", "19/03/2026", 300, "Avoir")],
            )
        )
        partner = self._move("F-1").commercial_partner_id
        [[sold]] = self.env["tpe.product.margin"]._read_group(
            [("partner_id", "=", partner.id)], [], ["revenue:sum"]
        )
        # 300 of 1,200 with tax are 250 of 1,000 without.
        self.assertEqual(sold, 750.0)

    def test_the_first_customer_is_told_without_tax(self):
        rows = [
            (f"F-{rank}", "C-1", "09/02/2026", "11/03/2026", 120, 120, 100)
            for rank in range(9)
        ]
        one = self._imported(
            self._book(
                Clients=[CUSTOMERS, ("Élise", "C-1")],
                Factures=[
                    INVOICES,
                    *rows,
                    ("F-9", "C-1", "09/02/2026", "11/03/2026", 120),
                ],
            )
        )
        self._invoice(5, 600.0)
        measure = self.env["tpe.diagnostic.measure"]._measures(
            self.company, date(2026, 3, 31)
        )["dependency"]
        # 900 of 1,500; the tenth does not say what it was worth without tax.
        self.assertEqual((measure.value, measure.count), (60.0, 9), measure.proof)
        found = self.env["account.move"].search(measure.action["domain"])
        self.assertEqual(
            found, one.sudo().move_ids.filtered(lambda move: move.tpe_past_untaxed)
        )
