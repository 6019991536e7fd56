from odoo.tests import tagged

from .common import DunningCommon


@tagged("-at_install", "post_install")
class TestApproval(DunningCommon):
    """What the person who approves a formal notice sees, and the customer does not."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.write(
            {
                "country_id": cls.env.ref("base.fr").id,
                "company_registry": "55210055400013",
                "tpe_legal_form": "SARL",
                "tpe_share_capital": 10000,
                "tpe_rcs_city": "Lyon",
                "tpe_signer_name": "Claire Morel",
                "tpe_signer_role": "gérante",
            }
        )

    def _formal(self):
        self._delivered(self._invoice(90), 2, days_ago=20)
        return self._plan().with_context(lang="en_US")

    def test_the_notice_names_the_firm_and_who_signs(self):
        text = self._formal().preview_body.replace("\xa0", " ")
        self.assertIn("SARL", text)
        self.assertIn("RCS Lyon 552 100 554", text)
        self.assertIn("Claire Morel, gérante", text)

    def test_what_it_does_not_name_is_said_before_it_is_approved(self):
        reminder = self._formal()
        self.assertFalse(reminder.approval_missing)
        self.company.write({"tpe_legal_form": False, "tpe_signer_name": False})
        reminder.invalidate_recordset()
        self.assertEqual(reminder.approval_missing, "Legal form, Who signs")
        reminder.sudo().state = "sent"
        reminder.invalidate_recordset()
        self.assertFalse(reminder.approval_missing)

    def test_only_a_formal_notice_asks_for_it(self):
        self.company.tpe_legal_form = False
        self._invoice(40)
        self.assertFalse(self._plan().approval_missing)

    def test_another_law_asks_for_nothing(self):
        self.company.write(
            {"tpe_legal_form": False, "country_id": self.env.ref("base.us").id}
        )
        self.assertFalse(self._formal().approval_missing)

    def test_what_is_to_be_confirmed_of_a_public_buyer_is_not_told_him(self):
        self.customer.company_registry = "21690123100011"
        reminder = self._formal()
        self.assertEqual(reminder.profile, "public")
        for article in ("R2192-31", "D2192-35", "R2192-10", "68-1250"):
            self.assertIn(article, reminder.approval_unconfirmed)
            self.assertNotIn(article, reminder.preview_body)

    def test_nothing_is_to_be_confirmed_of_a_professional(self):
        self.assertFalse(self._formal().approval_unconfirmed)
