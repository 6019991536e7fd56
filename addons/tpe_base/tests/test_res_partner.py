from odoo.tests import tagged

from odoo.addons.base.tests.common import BaseCommon


@tagged("-at_install", "post_install")
class TestProfile(BaseCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.france = cls.env.ref("base.fr")

    def _partner(self, **values):
        return self.env["res.partner"].create(
            {"name": "Customer", "country_id": self.france.id, **values}
        )

    def test_guess_follows_the_numbers_of_the_partner(self):
        partner = self._partner(is_company=True)
        self.assertEqual(partner.tpe_profile, "consumer")
        partner.company_registry = "55210055400013"
        self.assertEqual(partner.tpe_profile, "professional")
        partner.company_registry = "21690123100011"
        self.assertEqual(partner.tpe_profile, "public")

    def test_a_persons_choice_wins_over_later_guesses(self):
        partner = self._partner(is_company=True, company_registry="55210055400013")
        partner.tpe_profile = "consumer"
        partner.vat = "FR40303265045"
        self.assertEqual(partner.tpe_profile, "consumer")

    def test_a_contact_has_the_profile_of_its_company(self):
        company = self._partner(is_company=True, company_registry="55210055400013")
        contact = self._partner(parent_id=company.id)
        self.assertEqual(contact.tpe_profile, "professional")
        contact.tpe_profile = "public"
        self.assertEqual(company.tpe_profile, "public")

    def test_a_tag_says_the_profile(self):
        tag = self.env["res.partner.category"].create(
            {"name": "Town halls", "tpe_profile": "public"}
        )
        partner = self.env["res.partner"].create(
            {"name": "Saint-Romain", "is_company": True, "category_id": tag.ids}
        )
        self.assertEqual(partner.tpe_profile, "public")
        partner.tpe_profile = "professional"
        self.assertEqual(partner.tpe_profile, "professional")
