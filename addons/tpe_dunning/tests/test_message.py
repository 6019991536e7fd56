from lxml import html

from odoo.tests import tagged

from .common import DunningCommon


@tagged("-at_install", "post_install")
class TestMessage(DunningCommon):
    def _firm_text(self, **values):
        self.customer.write({"company_registry": False, "vat": False, **values})
        invoice = self._invoice(60)
        self._delivered(invoice, 1, days_ago=20)
        reminder = self._plan()
        self.assertEqual(reminder.rank, "2")
        return reminder.preview_body

    def test_a_professional_reads_about_the_forty_euros(self):
        text = self._firm_text(company_registry="55210055400013")
        self.assertIn("40 euros", text)
        self.assertIn("D441-5", text)

    def test_a_consumer_never_does(self):
        # What is read: a colour or the token of a link may hold these digits too.
        text = html.fromstring(self._firm_text(is_company=False)).text_content()
        self.assertNotIn("40", text)
        self.assertNotIn("L441-10", text)
        self.assertIn("1231-6", text)

    def test_a_public_buyer_reads_its_own_law(self):
        text = self._firm_text(company_registry="21690123100011")
        self.assertIn("commande publique", text)
        self.assertNotIn("L441-10", text)

    def test_the_friendly_message_threatens_nobody(self):
        self._invoice(40)
        text = self._plan().preview_body
        self.assertNotIn("L441-10", text)
        self.assertNotIn("40 euros", text)

    def test_the_formal_notice_has_what_the_law_asks(self):
        invoice = self._invoice(90)
        self._delivered(invoice, 2, days_ago=20)
        text = self._plan().preview_body
        for mention in (
            "MISE EN DEMEURE",
            self.customer.name,
            self.company.name,
            invoice.name,
            "1344",
            "11 mars 2026",
        ):
            self.assertIn(mention, text)

    def test_the_language_it_was_sent_in_has_a_name(self):
        self._invoice(40)
        reminder = self._plan().sudo()
        self.assertFalse(reminder.lang_name)
        reminder.lang = "en_US"
        self.assertEqual(reminder.lang_name, "English (US)")
        reminder.lang = "xx_XX"
        self.assertEqual(reminder.lang_name, "xx_XX")

    def test_a_hostile_name_is_only_text(self):
        self.customer.name = '<script>alert("x")</script> {{ 7*7 }} \u202egnp'
        invoice = self._invoice(90)
        self._delivered(invoice, 2, days_ago=20)
        text = self._plan().preview_body
        self.assertNotIn("<script>", text)
        self.assertIn("{{ 7*7 }}", text)

    def test_a_person_sees_the_message_before_it_leaves(self):
        self._invoice(40)
        reminder = self._plan()
        self.assertIn("Bonjour", reminder.preview_body)
        self.assertIn(self.customer.email, reminder.preview_email)

    def test_each_invoice_can_be_opened_without_login(self):
        invoice = self._invoice(40)
        text = self._plan().preview_body
        self.assertTrue(invoice.access_token)
        self.assertIn(invoice.access_token, text)
