from odoo.tests import Form, TransactionCase, tagged


@tagged("-at_install", "post_install")
class TestFacturxSiren(TransactionCase):
    """A SIREN or a SIRET, however it is typed, and doubted at once."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.partner = cls.env["res.partner"].create(
            {
                "name": "Client",
                "is_company": True,
                "country_id": cls.env.ref("base.fr").id,
            }
        )

    def test_it_is_stored_as_digits(self):
        for typed in (
            "552 100 554",
            "552.100.554",
            " 552\u00a0100\u202f554 ",
            "552100554",
        ):
            with self.subTest(typed=typed):
                self.partner.company_registry = typed
                self.assertEqual(self.partner.company_registry, "552100554")
        created = self.env["res.partner"].create(
            {"name": "B", "company_registry": "552 100 554 00013"}
        )
        self.assertEqual(created.company_registry, "55210055400013")

    def test_a_foreign_number_is_left_as_it_is(self):
        for typed in ("CHE-123.456.789", "HRB 12 345", "12 34"):
            self.partner.company_registry = typed
            self.assertEqual(self.partner.company_registry, typed)

    def test_a_wrong_key_is_told_at_once_and_blocks_nothing(self):
        with Form(self.partner) as form:
            form.company_registry = "552 100 555"
            self.assertEqual(form.company_registry, "552100555")
            self.assertIn("key is wrong", form.tpe_siren_doubt)
        self.assertEqual(self.partner.company_registry, "552100555")

    def test_each_doubt_has_its_sentence(self):
        for typed, words in (
            ("552 100 554", False),
            ("55210055400013", False),
            ("55210055400012", "This SIRET does not exist"),
            ("5521005", "9 digits"),
            ("55210055A", "nothing but digits"),
            (False, False),
        ):
            with self.subTest(typed=typed):
                self.partner.company_registry = typed
                if words:
                    self.assertIn(words, self.partner.tpe_siren_doubt)
                else:
                    self.assertFalse(self.partner.tpe_siren_doubt)

    def test_a_foreign_firm_is_never_doubted(self):
        self.partner.write(
            {"country_id": self.env.ref("base.ch").id, "company_registry": "123456789"}
        )
        self.assertFalse(self.partner.tpe_siren_doubt)
