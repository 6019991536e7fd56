from unittest.mock import patch

from psycopg2.errors import UniqueViolation

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from . import files
from .common import BankCommon

CSV = "Date;Libellé;Montant\n"


@tagged("-at_install", "post_install")
class TestBankImport(BankCommon):
    def test_the_lines_of_a_file_become_cores_lines(self):
        one = self._upload(self._two())
        self.assertEqual(
            (one.state, one.journal_id, one.new_count, one.known_count),
            ("review", self.journal, 2, 0),
        )
        self.assertFalse(one.line_ids)
        one.action_import()
        self.assertEqual(one.state, "done")
        received = one.line_ids.filtered(lambda line: line.amount > 0)
        self.assertEqual(received.payment_ref, "VIREMENT RECU BATI SUD FACT 12")
        self.assertEqual(received.date, fields.Date.to_date("2026-11-03"))
        self.assertEqual(received.partner_name, "BATI SUD")
        self.assertEqual(received.account_number, "DE89370400440532013000")
        self.assertEqual(received.transaction_details["bank_id"], "R1")
        self.assertEqual(received.move_id.state, "posted")
        self.assertEqual(
            received.line_ids.account_id,
            self.journal.default_account_id + self.journal.suspense_account_id,
        )
        self.assertEqual(sum(one.line_ids.mapped("amount")), 1180)

    def test_the_same_file_again_brings_nothing(self):
        self._upload(self._two()).action_import()
        again = self._upload(self._two())
        self.assertEqual((again.new_count, again.known_count), (0, 2))
        again.action_import()
        self.assertFalse(again.line_ids)

    def test_overlapping_reordered_and_alike_lines(self):
        coffee = "03/11/2026;CB CAFE;-2,40\n"
        first = CSV + coffee + "02/11/2026;VIR A;10,00\n"
        then = (
            CSV
            + "04/11/2026;VIR B;20,00\n"
            + coffee
            + coffee
            + "02/11/2026;VIR A;10,00\n"
        )
        self._upload(first.encode(), "a.csv", self.journal).action_import()
        two = self._upload(then.encode("cp1252"), "b.csv", self.journal)
        # The second coffee of the day is another one; in any order of the rows.
        self.assertEqual((two.new_count, two.known_count), (2, 2))
        two.action_import()
        turned = CSV + "".join(reversed(then.splitlines(True)[1:]))
        three = self._upload(turned.encode(), "c.csv", self.journal)
        self.assertEqual((three.new_count, three.known_count), (0, 4))
        self.assertAlmostEqual(
            sum((self.files.search([])).line_ids.mapped("amount")), 10 + 20 - 4.8
        )

    def test_an_accent_or_a_space_makes_no_new_line(self):
        one = CSV + "03/11/2026;Café  de la Gare;-2,40\n"
        self._upload(one.encode(), "a.csv", self.journal).action_import()
        two = self._upload(
            (CSV + "03/11/2026;CAFE DE LA GARE;-2,40\n").encode(), "b.csv", self.journal
        )
        self.assertEqual(two.known_count, 1)

    def test_what_another_format_brought_is_asked_about(self):
        self._upload(self._two()).action_import()
        text = CSV + "03/11/2026;BATI SUD SARL;1200,00\n05/11/2026;CB;-1,00\n"
        one = self._upload(text.encode(), "a.csv", self.journal)
        self.assertEqual((one.new_count, one.doubtful_count), (1, 1))
        one.action_import()
        self.assertEqual(one.line_ids.mapped("amount"), [-1])
        # A person says that they are two.
        text += "03/11/2026;FRAIS BANCAIRES;-20,00\n"
        two = self._upload(text.encode(), "b.csv", self.journal)
        self.assertEqual((two.known_count, two.doubtful_count), (1, 2))
        two.with_doubtful = True
        two.action_import()
        self.assertEqual(len(two.line_ids), 2)

    def test_a_line_that_somebody_typed_is_asked_about(self):
        self.env["account.bank.statement.line"].create(
            {
                "journal_id": self.journal.id,
                "date": "2026-11-03",
                "amount": 1200,
                "payment_ref": "client",
            }
        )
        one = self._upload(self._two())
        self.assertEqual((one.new_count, one.doubtful_count), (1, 1))

    def test_the_index_refuses_what_the_comparison_missed(self):
        one = self._upload(self._two())
        one.action_import()
        line = one.line_ids[0]
        twin = self.env["account.bank.statement.line"].create(
            {"journal_id": self.journal.id, "date": line.date, "amount": 1}
        )
        with self.assertRaises(UniqueViolation), mute_logger("odoo.sql_db"):
            twin.tpe_bank_key = line.tpe_bank_key
            self.env.flush_all()

    def test_balances_that_agree_are_said(self):
        one = self._upload(self._two())
        self.assertEqual(one.gap_state, "ok")
        one.action_import()
        two = self._upload(self._two("2026-11-04", "1180.00", "2360.00"))
        self.assertEqual(two.gap_state, "ok")

    def test_a_gap_is_said_with_its_dates(self):
        self._upload(self._two()).action_import()
        missing = self._upload(self._two("2026-11-10", "1530.00", "2710.00"))
        self.assertEqual(missing.gap_state, "gap")
        gap = missing.with_context(lang="en_US").gap.replace("\xa0", " ")
        self.assertIn("Between 11/03/2026", gap)
        self.assertIn("11/09/2026", gap)
        self.assertIn("350.00", gap)
        earlier = self._upload(self._two("2026-11-04", "1530.00", "2710.00"))
        self.assertIn("On 11/03/2026, before", earlier.with_context(lang="en_US").gap)
        # Nothing is lost for that.
        missing.action_import()
        self.assertEqual(len(missing.line_ids), 2)

    def test_a_file_that_does_not_add_up_says_where(self):
        text = (
            "Date;Libellé;Montant;Solde\n03/11/2026;A;-10,00;90,00\n"
            "05/11/2026;C;-5,00;78,00\n"
        )
        one = self._upload(text.encode(), "a.csv", self.journal)
        self.assertEqual(one.gap_state, "gap")
        self.assertIn("11/03/2026 to 11/05/2026", one.gap)
        self.assertIn("-7.00", one.gap.replace("\u2011", "-").replace("\ufeff", ""))

    def test_the_first_file_asks_for_the_opening_balance(self):
        one = self._upload(self._two(opening="500.00", closing="1680.00"))
        self.assertEqual(one.gap_state, "gap")
        self.assertIn("enter the opening balance", one.gap)

    def test_another_account_or_currency_is_refused_whole(self):
        content = self._two()
        other = content.replace(files.OURS.encode(), files.OTHER.encode())
        refused = self._upload(other, journal=self.journal)
        self.assertEqual(refused.state, "refused")
        self.assertIn(files.OTHER, refused.refusal)
        with self.assertRaises(UserError):
            refused.action_import()
        dollars = content.replace(b"EUR", b"USD")
        self.assertIn("USD", self._upload(dollars).refusal)
        self.assertFalse(self.journal._tpe_bank_days(self.company, fields.Date.today()))

    def test_more_decimals_than_the_currency_are_refused_whole(self):
        one = self._upload(self._two().replace(b"1200.00", b"1200.005"))
        self.assertEqual((one.state, one.new_count), ("refused", 0))
        self.assertIn("1200.005 has more decimals", one.refusal)

    def test_the_till_takes_no_bank_file(self):
        till = self.company_data["default_journal_cash"]
        text = CSV + "03/11/2026;A;1,00\n"
        one = self._upload(text.encode(), "a.csv", till)
        with self.assertRaisesRegex(UserError, "go to bank accounts"):
            one.action_import()
        self.assertFalse(one.line_ids)

    def test_the_account_is_asked_where_the_file_names_none(self):
        other = self._bank("Livret")
        text = CSV + "03/11/2026;A;1,00\n"
        one = self._upload(text.encode(), "a.csv")
        self.assertFalse(one.journal_id)
        with self.assertRaises(UserError):
            one.action_import()
        one.journal_id = other
        self.assertEqual(one.new_count, 1)
        one.action_import()
        self.assertEqual(one.line_ids.journal_id, other)

    def test_an_account_in_another_currency(self):
        journal = self._bank("Dollars", files.OTHER, "CHF")
        content = files.camt(
            files.statement(
                "2026-11-03",
                "0.00",
                "50.00",
                files.entry("2026-11-03", "50.00", "X", currency="CHF"),
                iban=files.OTHER,
                currency="CHF",
            )
        )
        one = self._upload(content)
        self.assertEqual((one.journal_id, one.gap_state), (journal, "ok"))
        one.action_import()
        self.assertEqual(one.line_ids.amount, 50)
        self.assertEqual(one.line_ids.currency_id.name, "CHF")
        again = self._upload(content)
        self.assertEqual((again.known_count, again.gap_state), (1, "ok"))

    def test_columns_are_shown_corrected_and_remembered(self):
        text = "Quand;Texte;Combien;Autre\n03/11/2026;A;10,00;20,00\n"
        one = self._upload(text.encode(), "a.csv", self.journal)
        self.assertEqual(
            one.column_ids.mapped("role"), ["date", "label", "amount", "balance"]
        )
        one.column_ids[2].role = False
        one.write(
            {"column_ids": [Command.update(one.column_ids[3].id, {"role": "amount"})]}
        )
        one.action_import()
        self.assertEqual(one.line_ids.amount, 20)
        text = text.replace("03/11", "04/11")
        two = self._upload(text.encode(), "b.csv", self.journal)
        two.action_import()
        self.assertEqual(two.line_ids.amount, 20)

    def test_columns_that_are_not_understood_are_offered(self):
        text = "Quand;Texte;Nombre\n03/11/2026;A;12\n"
        one = self._upload(text.encode(), "a.csv", self.journal)
        self.assertEqual(one.state, "refused")
        self.assertEqual(one.column_ids.mapped("role"), ["date", "label", False])
        one.column_ids = [Command.update(one.column_ids[2].id, {"role": "credit"})]
        self.assertEqual((one.state, one.new_count), ("review", 1))
        one.action_import()
        self.assertEqual(one.line_ids.amount, 12)

    def test_the_matching_of_a_file_is_one_tap_away(self):
        one = self._upload(self._two())
        self.assertFalse(one.can_match)
        one.action_import()
        self.assertTrue(one.can_match)
        action = one.action_open_matching()
        self.assertEqual(action["params"], {"journal_id": self.journal.id})
        loaded = {*self.env.registry._init_modules, "account_reconcile_oca"}
        with patch.object(self.env.registry, "_init_modules", loaded):
            one.invalidate_recordset(["can_match"])
            self.assertFalse(one.can_match)

    def test_several_files_and_several_accounts(self):
        other = self._bank("Livret", files.OTHER)
        content = files.camt(
            files.statement("2026-11-03", "0.00", "1.00", files.entry("2026-11-03", "1.00")),
            files.statement(
                "2026-11-03", "0.00", "2.00", files.entry("2026-11-03", "2.00"),
                iban=files.OTHER,
            ),
        )  # fmt: skip
        both = self._upload(content)
        self.assertEqual(both.journal_id, self.journal + other)
        both.action_import()
        self.assertEqual(both.mapped("line_ids.amount"), [1, 2])

    def test_what_a_file_holds_is_not_changed_by_hand(self):
        one = self._upload(self._two())
        with self.assertRaises(AccessError):
            one.write({"state": "done"})
        one.action_import()
        with self.assertRaises(UserError):
            one.journal_id = self._bank("Livret")
