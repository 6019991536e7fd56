from datetime import date
from decimal import Decimal

from odoo.tests import BaseCase, tagged

from ..tools import bank_file
from ..tools.statement import Refused

# The layouts that French banks offer, as their users describe them; amounts ours.
LAYOUTS = {
    "preamble, debit and credit, newest first": (
        "Téléchargement du 05/11/2026;\n\n"
        "COMPTE COURANT N° 12345678901;\nSolde au 05/11/2026 1 187,50 €;\n\n"
        "Date;Libellé;Débit euros;Crédit euros;\n"
        '04/11/2026;"VIREMENT BATI SUD\nFACT 12";;1 200,00;\n'
        "03/11/2026;CB CAFÉ;12,50;;\n"
    ),
    "signed amount, currency": (
        '="0012345678";01/11/2026;05/11/2026;2;05/11/2026;1187,50 EUR\n'
        "Date de l'opération;Libellé;Détail de l'écriture;Montant de l'opération;Devise\n"
        "03/11/2026;CB CAFÉ;CB CAFÉ;-12,50;EUR\n"
        "04/11/2026;VIREMENT;VIREMENT BATI SUD FACT 12;1200,00;EUR\n"
    ),
    "value date before debit, with balance": (
        "Date;Date de valeur;Débit;Crédit;Libellé;Solde\n"
        "03/11/2026;03/11/2026;-12,50;;CB CAFÉ;-12,50\n"
        "04/11/2026;05/11/2026;;1200,00;VIREMENT BATI SUD FACT 12;1187,50\n"
    ),
    "booking date among several": (
        "Compte;Date de comptabilisation;Date opération;Libellé;Référence;Date valeur;Montant\n"
        "12345678901;03/11/2026;02/11/2026;CB CAFÉ;A1;03/11/2026;-12,50\n"
        "12345678901;04/11/2026;04/11/2026;VIREMENT BATI SUD FACT 12;A2;04/11/2026;+1200,00\n"
    ),
    "iso dates, points, names in English": (
        "dateOp,dateVal,label,category,amount,accountNum,accountbalance\n"
        '2026-11-03,2026-11-03,"CB CAFÉ",Food,-12.50,000123,-12.50\n'
        '2026-11-04,2026-11-04,"VIREMENT BATI SUD FACT 12",Sales,"1,200.00",000123,1187.50\n'
    ),
    "no header at all": (
        "03/11/2026;-12,50;CB CAFÉ\n04/11/2026;1200,00;VIREMENT BATI SUD FACT 12\n"
        "05/11/2026;-0,00;PAS DE FRAIS\n"
    ),
    "debit and credit in words, tabs, short years": (
        "Date\tNature\tMontant\tSens\n"
        "03/11/26\tCB CAFÉ\t12,50\tDébit\n"
        "04/11/26\tVIREMENT BATI SUD FACT 12\t1 200,00\tCrédit\n"
        "\tTotal\t1 212,50\t\n"
    ),
}


@tagged("-at_install", "post_install")
class TestBankCsv(BaseCase):
    def test_each_layout_in_each_encoding(self):
        for name, text in LAYOUTS.items():
            for encoding in ("utf-8-sig", "utf-8", "cp1252", "latin-1", "utf-16"):
                if encoding == "latin-1" and "€" in text:
                    continue
                with self.subTest(layout=name, encoding=encoding):
                    found = bank_file.read(text.encode(encoding))
                    [statement] = found.statements
                    coffee, paid = statement.lines[:2]
                    self.assertEqual(coffee.date, date(2026, 11, 3))
                    self.assertEqual(coffee.amount, Decimal("-12.50"))
                    self.assertEqual(coffee.label, "CB CAFÉ")
                    self.assertEqual(paid.date, date(2026, 11, 4))
                    self.assertEqual(paid.amount, Decimal("1200.00"))
                    self.assertIn("BATI SUD FACT 12", paid.label)

    def test_balances_above_the_lines_and_beside_them(self):
        [above] = bank_file.read(
            LAYOUTS["preamble, debit and credit, newest first"].encode()
        ).statements
        self.assertEqual(above.closing, Decimal("1187.50"))
        self.assertEqual(above.known, ((date(2026, 11, 5), Decimal("1187.50")),))
        [beside] = bank_file.read(
            LAYOUTS["value date before debit, with balance"].encode()
        ).statements
        self.assertEqual((beside.opening, beside.closing), (0, Decimal("1187.50")))
        self.assertEqual(beside.missing, 0)

    def test_balances_tell_the_order_within_a_day(self):
        text = (
            "Date;Libellé;Montant;Solde\n03/11/2026;B;-5,00;85,00\n"
            "03/11/2026;A;-10,00;90,00\n"
        )
        [found] = bank_file.read(text.encode()).statements
        self.assertEqual([line.label for line in found.lines], ["A", "B"])
        self.assertEqual((found.opening, found.closing), (100, 85))

    def test_a_line_that_is_missing_shows_in_the_balances(self):
        text = (
            "Date;Libellé;Montant;Solde\n03/11/2026;A;-10,00;90,00\n"
            "05/11/2026;C;-5,00;78,00\n"
        )
        [found] = bank_file.read(text.encode()).statements
        self.assertEqual(found.missing, Decimal(-7))

    def test_columns_that_somebody_chose(self):
        text = "Quand;Texte;Combien;Autre\n03/11/2026;A;10,00;20,00\n"
        guessed = bank_file.read(text.encode())
        self.assertEqual(guessed.statements[0].lines[0].amount, 10)
        chosen = {guessed.layout.signature: ["date", "label", "", "debit"]}
        found = bank_file.read(text.encode(), chosen)
        self.assertEqual(found.statements[0].lines[0].amount, -20)
        # Another layout is not read with them.
        other = text.replace("Combien", "Montant")
        self.assertEqual(bank_file.read(other.encode(), chosen).statements[0].lines[0].amount, 10)  # fmt: skip

    def test_what_is_wrong_is_refused_with_its_line(self):
        head = "Date;Libellé;Montant\n03/11/2026;A;1,00\n"
        for text, kind, line in (
            (head + "31/02/2026;B;2,00\n", "date", 3),
            (head + "04/11/2026;B;2,0x\n", "amount", 3),
            (head + "04/11/2026;B\n", "amount", 3),
            (head + "Compte n° 2;;\n04/11/2026;B;2,00\n", "table", 3),
            (head + '04/11/2026;"B;2,00\n', "cut", 3),
            ("bonjour;je ne suis pas\nune;banque\n", "columns", None),
            ("Date;Libellé\n03/11/2026;A\n", "columns", None),
            ("Date;Montant;Devise\n03/11/2026;1,00;EUR\n04/11/2026;1,00;USD\n",
             "currency", 3),
        ):  # fmt: skip
            with self.subTest(text=text):
                with self.assertRaises(Refused) as caught:
                    bank_file.read(text.encode())
                refused = caught.exception
                self.assertEqual((refused.kind, refused.line), (kind, line))

    def test_what_is_no_text_is_refused(self):
        for content in (b"%PDF-1.4 abc", b"PK\x03\x04zip", b"a\x00b;c\n"):
            with self.assertRaises(Refused) as caught:
                bank_file.read(content)
            self.assertEqual(caught.exception.kind, "unknown")
