from odoo.tests import TransactionCase, tagged


@tagged("-at_install", "post_install")
class TestResCompany(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env["res.company"].create(
            {
                "name": "Firm",
                "currency_id": cls.env.ref("base.EUR").id,
                "company_registry": "55210055400013",
                "tpe_legal_form": "SARL",
                "tpe_share_capital": 10000,
                "tpe_rcs_city": "Lyon",
                "tpe_signer_name": "Claire Morel",
                "tpe_signer_role": "Manager",
            }
        )

    def _identity(self):
        company = self.company.with_context(lang="en_US")
        return company._tpe_legal_identity().replace("\xa0", " ")

    def test_a_company_names_its_capital_and_its_register(self):
        self.assertEqual(
            self._identity(),
            "SARL with a share capital of 10,000.00 € – RCS Lyon 552 100 554",
        )
        self.assertEqual(self.company._tpe_missing_identity(), [])

    def test_what_is_not_known_is_left_out(self):
        self.company.write({"tpe_share_capital": 0, "tpe_rcs_city": False})
        self.assertEqual(self._identity(), "SARL")
        self.company.tpe_legal_form = False
        self.assertEqual(self._identity(), "")

    def test_what_is_missing_is_said_by_its_name(self):
        self.company.write({"tpe_share_capital": 0, "tpe_signer_role": False})
        self.assertEqual(
            self.company.with_context(lang="en_US")._tpe_missing_identity(),
            ["Share capital", "Quality of who signs"],
        )

    def test_a_sole_trader_has_neither_capital_nor_register(self):
        self.company.write(
            {"tpe_legal_form": "EI", "tpe_share_capital": 0, "tpe_rcs_city": False}
        )
        self.assertEqual(self.company._tpe_missing_identity(), [])
        self.company.company_registry = False
        self.assertEqual(self.company._tpe_missing_identity(), ["SIREN"])
