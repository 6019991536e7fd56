from unittest.mock import patch

from lxml import html

from odoo.tests import tagged

from .common import DunningCommon

BANK = "odoo.addons.account.models.res_partner_bank.ResPartnerBank"


@tagged("-at_install", "post_install")
class TestCurrency(DunningCommon):
    """Invoices in several currencies: four francs are worth one of ours."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.franc = cls.setup_other_currency("CHF", rates=[("2020-01-01", 4.0)])

    def _table(self, reminder):
        return self._words(reminder.with_context(lang="en_US").invoice_table)

    def _words(self, text):
        return " ".join(html.fromstring(text).text_content().split())

    def _francs(self, amount):
        words = self.franc.with_context(lang="en_US").format(amount)
        return " ".join(words.split())

    def test_a_total_for_each_currency_and_what_it_makes_in_ours(self):
        self._invoice(40, amount=100)
        self._invoice(40, amount=60, currency_id=self.franc.id)
        self._invoice(5, amount=20, currency_id=self.franc.id, move_type="out_refund")
        reminder = self._plan()
        self.assertEqual(
            reminder._totals(), {self.company.currency_id: 100, self.franc: 40}
        )
        self.assertEqual(reminder.amount_net, 110)
        table = self._table(reminder)
        self.assertEqual(table.count("Total to pay"), 2)
        self.assertIn("That is, in our currency", table)
        for amount in (self._francs(-20), self._francs(40), "$ 100.00", "$ 110.00"):
            self.assertIn(amount, table)

    def test_one_currency_has_one_total(self):
        self._invoice(40, amount=100)
        table = self._table(self._plan())
        self.assertEqual(table.count("Total to pay"), 1)
        self.assertNotIn("in our currency", table)

    def test_what_is_in_his_favour_in_another_currency_is_no_total_to_pay(self):
        self._invoice(40, amount=100)
        self._invoice(5, amount=20, currency_id=self.franc.id, move_type="out_refund")
        table = self._table(self._plan())
        self.assertEqual(table.count("Total to pay"), 1)
        self.assertIn("In your favour", table)

    def test_interest_is_in_the_currency_of_the_invoice(self):
        # Due on 1 March: 30 days at 12.15 % on 1,000 make 9.986, a quarter of it in ours.
        self._invoice(60, amount=1000, currency_id=self.franc.id)
        reminder = self._plan().with_context(lang="en_US")
        self.assertEqual(reminder.amount_interest, 2.5)
        self.assertEqual(reminder.amount_fee, 40)
        text = self._words(reminder.claim_statement)
        for amount in (1000, 9.99, 0.33):
            self.assertIn(self._francs(amount), text)
        self.assertIn("$ 40.00", text)
        self.assertIn("$ 42.50", text)
        self.assertIn("at the rate of this day", text)

    def test_the_code_to_pay_is_of_the_invoices_in_euros(self):
        euro = self.setup_other_currency("EUR", rates=[("2020-01-01", 2.0)])
        self.env["res.partner.bank"].create(
            {
                "acc_number": "FR7630006000011234567890189",
                "partner_id": self.company.partner_id.id,
                "allow_out_payment": True,
            }
        )
        named = self._invoice(40, amount=60, currency_id=euro.id)
        self._invoice(40, amount=100, currency_id=self.franc.id)
        reminder = self._plan()
        with patch(f"{BANK}.build_qr_code_base64", autospec=True) as build:
            build.return_value = "data:"
            self.assertEqual(reminder.letter_qr, "data:")
        amount, names, _words, currency = build.call_args.args[1:5]
        self.assertEqual((amount, names, currency), (60.0, named.name, euro))
        self._pay(named)
        reminder = self._plan()
        self.assertEqual(reminder._totals(), {self.franc: 100})
        self.assertFalse(reminder.letter_qr)
