from datetime import date, timedelta

from lxml import html

from odoo import Command
from odoo.tests import Form, tagged

from ..tools import payment_terms
from .common import TODAY, DunningCommon

PUBLIC = "21690123100011"


class FrenchCommon(DunningCommon):
    """The company of the tests, under French law."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.country_id = cls.env.ref("base.fr")
        cls.company.account_fiscal_country_id = cls.env.ref("base.fr")
        cls.consumer = cls._customer(
            "Jeanne", is_company=False, company_registry=False, vat=False
        )
        cls.town = cls._customer("Mairie", company_registry=PUBLIC)


@tagged("-at_install", "post_install")
class TestLegalMention(FrenchCommon):
    def _printed(self, invoice):
        """The words of the mention on the page, None when it is not there."""
        content, _kind = self.env["ir.actions.report"]._render_qweb_html(
            "account.report_invoice", invoice.ids
        )
        found = html.fromstring(content).xpath("//p[@name='tpe_legal_mention']")
        return " ".join(found[0].text_content().split()) if found else None

    def test_a_professional_reads_all_the_law_asks_in_french(self):
        text = self._printed(self._invoice(0)).replace("\xa0", " ")
        for words in (
            "Payable au plus tard le 30/04/2026.",
            "Pas d’escompte pour paiement anticipé.",
            "majoré de 10 points (12,15 % par an",
            "sans rappel",
            "dès le lendemain de l’échéance",
            "40,00 €",
            "L441-9",
            "D441-5",
        ):
            self.assertIn(words, text)

    def test_the_language_is_the_one_of_the_customer(self):
        self.customer.lang = "en_US"
        text = self._printed(self._invoice(0))
        self.assertIn("Payable at the latest on 04/30/2026.", text)
        self.assertIn("12.15 % a year", text)

    def test_a_consumer_reads_nothing_of_it(self):
        invoice = self._invoice(0, partner=self.consumer)
        self.assertIsNone(self._printed(invoice))

    def test_a_public_buyer_reads_its_own_law(self):
        self.company.tpe_contract_rate = 15
        text = self._printed(self._invoice(0, partner=self.town))
        self.assertIn("8 points", text)
        self.assertIn("10,15", text)
        self.assertIn("commande publique", text)
        self.assertNotIn("L441", text)

    def test_the_rate_of_the_contract_replaces_the_one_of_the_law(self):
        self.company.tpe_contract_rate = 15
        text = self._printed(self._invoice(0))
        self.assertIn("15,00", text)
        self.assertNotIn("10 points", text)

    def test_an_unknown_rate_is_not_printed_as_known(self):
        text = self._printed(self._invoice(0, invoice_date=date(2026, 9, 1)))
        self.assertIn("10 points", text)
        self.assertNotIn("12,15", text)

    def test_the_discount_of_the_payment_term_is_named(self):
        term = self.env["account.payment.term"].create(
            {
                "name": "30 days, discount",
                "early_discount": True,
                "discount_percentage": 1.5,
                "discount_days": 8,
                "line_ids": [Command.create({"nb_days": 30, "value_amount": 100})],
            }
        )
        text = self._printed(self._invoice(0, invoice_payment_term_id=term.id))
        self.assertIn("1,50", text)
        self.assertIn("8 jours", text)
        self.assertNotIn("Pas d’escompte", text)

    def test_each_instalment_has_its_date(self):
        term = self.env["account.payment.term"].create(
            {
                "name": "Two parts",
                "line_ids": [
                    Command.create({"nb_days": 10, "value_amount": 40}),
                    Command.create({"nb_days": 40, "value_amount": 60}),
                ],
            }
        )
        text = self._printed(self._invoice(0, invoice_payment_term_id=term.id))
        self.assertIn("2 échéances", text)
        self.assertIn("10/04/2026, 10/05/2026", text)

    def test_it_is_not_printed_twice(self):
        own = "<p>Pénalités de retard : 15 %. Indemnité forfaitaire : 40 €.</p>"
        self.assertIsNone(self._printed(self._invoice(0, narration=own)))
        half = "<p>Indemnité forfaitaire : 40 €.</p>"
        self.assertTrue(self._printed(self._invoice(0, narration=half)))
        self.company.report_footer = own
        self.assertIsNone(self._printed(self._invoice(0)))

    def test_the_company_may_switch_it_off(self):
        self.company.tpe_print_legal_mention = False
        self.assertIsNone(self._printed(self._invoice(0)))

    def test_a_credit_note_and_another_countrys_law_have_none(self):
        credit = self._invoice(0, move_type="out_refund")
        self.assertIsNone(self._printed(credit))
        invoice = self._invoice(0)
        self.company.country_id = self.env.ref("base.be")
        self.assertIsNone(self._printed(invoice))

    def test_the_settings_show_the_exact_text(self):
        invoice = self._invoice(0)
        company = self.company.with_context(lang="fr_FR")
        self.assertEqual(
            " ".join(company.tpe_legal_mention_example.split()), self._printed(invoice)
        )


@tagged("-at_install", "post_install")
class TestPaymentTerms(FrenchCommon):
    def _due(self, issued, due, partner=None):
        return self._invoice(
            0, partner=partner, invoice_date=issued, invoice_date_due=due
        )

    def _beyond(self, invoices):
        return self.env["account.move"].search(
            [("tpe_term_beyond_law", "=", True), ("id", "in", invoices.ids)]
        )

    def test_hand_cases(self):
        for issued, due, beyond in (
            # 60 days: 1 April; 45 days then end of month: 31 March.
            (date(2026, 1, 31), date(2026, 4, 1), False),
            (date(2026, 1, 31), date(2026, 4, 2), True),
            # End of month then 45 days: 17 March.
            (date(2026, 1, 1), date(2026, 3, 17), False),
            (date(2026, 1, 1), date(2026, 3, 18), True),
            # 45 days then end of month: 5 March, hence 31 March.
            (date(2026, 1, 19), date(2026, 3, 31), False),
            (date(2026, 1, 19), date(2026, 4, 1), True),
            # A leap February: 14 January + 45 = 28 February, hence 29; then + 60.
            (date(2028, 1, 14), date(2028, 3, 16), False),
            (date(2028, 1, 14), date(2028, 3, 17), True),
        ):
            with self.subTest(issued=issued, due=due):
                invoice = self._due(issued, due)
                self.assertEqual(invoice.tpe_term_beyond_law, beyond)
                self.assertEqual(bool(self._beyond(invoice)), beyond)

    def test_the_list_agrees_with_the_rule_on_every_day(self):
        """The statement of the list against the plain Python, around each limit."""
        invoices = self.env["account.move"]
        for day in range(0, 366, 7):
            issued = date(2027, 9, 1) + timedelta(day)
            latest = payment_terms.latest_due(issued, "professional")
            invoices |= self._due(issued, latest)
            invoices |= self._due(issued, latest + timedelta(1))
        found = self._beyond(invoices)
        self.assertEqual(found, invoices.filtered("tpe_term_beyond_law"))
        self.assertEqual(len(found), len(invoices) // 2)

    def test_a_public_buyer_has_thirty_days_and_a_consumer_no_limit(self):
        issued = TODAY
        town = self._due(issued, issued + timedelta(31), self.town)
        exact = self._due(issued, issued + timedelta(30), self.town)
        person = self._due(issued, issued + timedelta(365), self.consumer)
        self.assertEqual(self._beyond(town | exact | person), town)
        self.assertFalse((exact | person).filtered("tpe_term_beyond_law"))

    def test_the_negation_finds_the_others(self):
        bad = self._due(TODAY, TODAY + timedelta(90))
        good = self._due(TODAY, TODAY + timedelta(30))
        found = self.env["account.move"].search(
            [("tpe_term_beyond_law", "=", False), ("id", "in", (bad | good).ids)]
        )
        self.assertEqual(found, good)

    def test_the_invoice_says_it_and_is_posted_all_the_same(self):
        invoice = self._due(TODAY, TODAY + timedelta(90))
        self.assertEqual(invoice.state, "posted")
        alert = invoice.alerts["tpe_payment_term"]
        self.assertIn("L441-10", alert["message"])
        # 60 days: 30 May; 45 days, 15 May, then end of month: 31 May.
        self.assertIn("05/31/2026", alert["message"])
        self._pay(invoice)
        self.assertNotIn("tpe_payment_term", invoice._get_alerts())

    def test_the_banner_follows_what_is_typed(self):
        with Form(
            self.env["account.move"].with_context(default_move_type="out_invoice")
        ) as form:
            form.partner_id = self.customer
            form.invoice_date = TODAY
            form.invoice_payment_term_id = self.env["account.payment.term"]
            form.invoice_date_due = TODAY + timedelta(30)
            self.assertNotIn("tpe_payment_term", form.alerts or {})
            form.invoice_date_due = TODAY + timedelta(100)
            self.assertIn("tpe_payment_term", form.alerts)

    def test_more_than_sixty_days_asks_for_the_clause(self):
        # 1 January to 17 March: 75 days, lawful as 45 days end of month only.
        invoice = self._due(date(2026, 1, 1), date(2026, 3, 17))
        self.assertIn(
            "written in the contract", invoice.alerts["tpe_payment_term"]["message"]
        )
        term = self._term("days_after_end_of_month", 45)
        invoice = self._invoice(
            0, invoice_date=date(2026, 1, 1), invoice_payment_term_id=term.id
        )
        self.assertEqual(invoice.invoice_date_due, date(2026, 3, 17))
        self.assertNotIn("tpe_payment_term", invoice.alerts or {})

    def _term(self, kind, days, **values):
        return self.env["account.payment.term"].create(
            {
                "name": f"{kind} {days}",
                "company_id": self.company.id,
                "line_ids": [
                    Command.create(
                        {
                            "delay_type": kind,
                            "nb_days": days,
                            "value_amount": 100,
                            **values,
                        }
                    )
                ],
            }
        )

    def test_the_payment_term_is_tried_over_a_year(self):
        for kind, days, values, warned in (
            ("days_after", 60, {}, False),
            ("days_after", 61, {}, True),
            ("days_after_end_of_month", 45, {}, False),
            ("days_after_end_of_month", 46, {}, True),
            ("days_end_of_month_on_the", 45, {"days_next_month": "0"}, False),
            ("days_end_of_month_on_the", 75, {"days_next_month": "0"}, True),
            # Of 31 January: 2 March, hence 10 April, after the 60 days.
            ("days_end_of_month_on_the", 30, {"days_next_month": "10"}, True),
        ):
            with self.subTest(kind=kind, days=days):
                term = self._term(kind, days, **values)
                self.assertEqual(bool(term.tpe_law_warning), warned)

    def test_a_company_abroad_is_not_lectured(self):
        invoice = self._due(TODAY, TODAY + timedelta(90))
        term = self._term("days_after", 90)
        self.company.country_id = self.env.ref("base.be")
        self.company.account_fiscal_country_id = self.env.ref("base.be")
        (invoice | term.env["account.move"]).invalidate_recordset()
        term.invalidate_recordset()
        self.assertFalse(invoice.tpe_term_beyond_law)
        self.assertFalse(self._beyond(invoice))
        self.assertFalse(term.tpe_law_warning)
