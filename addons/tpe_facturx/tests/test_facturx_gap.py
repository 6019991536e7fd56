from odoo.exceptions import AccessError
from odoo.tests import tagged

from .product_common import FacturxCommon


@tagged("-at_install", "post_install")
class TestFacturxGap(FacturxCommon):
    """What is missing is read from the records, and gone when it is mended."""

    def _codes(self, partner=None, subject="customer"):
        domain = [("company_id", "=", self.company.id), ("subject", "=", subject)]
        if partner:
            domain.append(("partner_id", "=", partner.id))
        return sorted(self.env["tpe.facturx.gap"].search(domain).mapped("code"))

    def test_a_ready_customer_has_no_line(self):
        self._invoice()
        self.assertEqual(self._codes(), [])

    def test_a_ready_firm_has_no_line(self):
        self.assertEqual(self._codes(subject="company"), [])

    def test_each_thing_that_is_missing_has_its_line(self):
        cases = [
            ({"country_id": False}, {"GAP-COUNTRY"}),
            ({"street": False}, {"GAP-STREET"}),
            ({"city": False}, {"GAP-CITY"}),
            ({"zip": False}, {"GAP-ZIP"}),
            ({"zip": "6900"}, {"GAP-ZIP"}),
            ({"company_registry": "552081318"}, {"GAP-SIREN-KEY"}),
            ({"company_registry": "73282932000075"}, {"GAP-SIREN-KEY"}),
            ({"company_registry": "35600000049837"}, set()),  # La Poste
            ({"company_registry": "35600000049838"}, {"GAP-SIREN-KEY"}),
            ({"company_registry": "7328293"}, {"GAP-SIREN-LENGTH", "GAP-EMAIL"}),
            ({"company_registry": False}, {"GAP-SIREN-DOUBT", "GAP-EMAIL"}),
            (
                {"company_registry": False, "tpe_profile_decided": "professional"},
                {"GAP-SIREN"},
            ),
            (
                {"company_registry": False, "tpe_profile_decided": "consumer"},
                {"GAP-EMAIL"},
            ),
            ({"tpe_electronic_address": "732829320 x"}, {"GAP-ADDRESS"}),
            ({"tpe_electronic_address": "552081317"}, {"GAP-ADDRESS-SIREN"}),
            ({"tpe_electronic_address": "732829320_FACT"}, set()),
        ]
        for values, expected in cases:
            with self.subTest(values=values):
                values.setdefault("email", False)
                partner = self._customer("Client", **values)
                self._invoice(partner=partner)
                self.assertEqual(set(self._codes(partner)), expected)

    def test_vat_numbers_are_held_against_their_key_and_the_siren(self):
        # 44 = (12 + 3 x (732829320 mod 97)) mod 97, worked out by hand: 732829320 mod 97
        # is 43, 12 + 129 = 141, 141 mod 97 = 44.
        partner = self._customer("Client", vat=False)
        self._invoice(partner=partner)
        for vat, expected in (
            ("FR44732829320", []),
            ("FR45732829320", ["GAP-VAT-KEY"]),
            ("FR03552081317", ["GAP-VAT-SIREN"]),
        ):
            with self.subTest(vat=vat):
                # Odoo refuses a wrong key on entry; imports and old data have them.
                partner.flush_recordset()
                self.env.cr.execute(
                    "UPDATE res_partner SET vat = %s WHERE id = %s", [vat, partner.id]
                )
                self.assertEqual(self._codes(partner), expected)

    def test_a_customer_of_the_union_needs_his_vat_number(self):
        partner = self._customer(
            "GmbH",
            country_id=self.env.ref("base.de").id,
            company_registry=False,
            zip="10115",
        )
        self._invoice(partner=partner)
        self.assertEqual(self._codes(partner), ["GAP-VAT-EU"])

    def test_the_firm_itself_is_looked_at(self):
        self.company.partner_id.write({"street": False, "zip": "6900"})
        self.company.partner_id.bank_ids.active = False
        self.company.vat = False
        self.assertEqual(
            self._codes(subject="company"),
            ["GAP-OUR-BANK", "GAP-OUR-STREET", "GAP-OUR-VAT", "GAP-OUR-ZIP"],
        )
        self.company.tpe_vat_franchise = True
        self.assertNotIn("GAP-OUR-VAT", self._codes(subject="company"))

    def test_only_customers_invoiced_in_two_years_count(self):
        partner = self._customer("Ancien", street=False)
        self._invoice(partner=partner, invoice_date="2024-03-30")
        self.assertEqual(self._codes(partner), [])
        self._invoice(partner=partner, invoice_date="2024-03-31")
        self.assertEqual(self._codes(partner), ["GAP-STREET"])

    def test_archived_customers_do_not_count(self):
        partner = self._customer("Parti", street=False)
        self._invoice(partner=partner)
        partner.active = False
        self.assertEqual(self._codes(partner), [])

    def test_who_is_about_to_be_invoiced_counts_for_no_euro(self):
        partner = self._customer("Bientôt", country_id=False)
        self._invoice(partner=partner, post=False)
        self.assertEqual(self._codes(partner), ["GAP-COUNTRY"])
        found = self.env["tpe.facturx.gap"]._readiness(self.company)
        self.assertEqual((found["percent"], found["invoiced"]), (0, 0))

    def test_per_cent_ready_in_customers_and_in_euros(self):
        self._invoice((300, self.company_data["default_tax_sale"]))
        for amount, values in (
            (600, {"company_registry": "552081318"}),
            (100, {"country_id": False}),
        ):
            partner = self._customer("Client", **values)
            self._invoice(
                (amount, self.company_data["default_tax_sale"]), partner=partner
            )
        found = self.env["tpe.facturx.gap"]._readiness(self.company)
        self.assertEqual((found["customers"], found["ready"]), (3, 1))
        self.assertEqual(found["percent"], 33)
        self.assertEqual((found["invoiced"], found["invoiced_ready"]), (1000, 300))
        self.assertEqual(found["invoiced_percent"], 30)
        self.assertEqual(found["gaps"], {"GAP-SIREN-KEY": 1, "GAP-COUNTRY": 1})
        self.assertEqual(found["company"], [])

    def test_a_doubt_does_not_make_a_customer_unready(self):
        partner = self._customer("Club", company_registry=False)
        self._invoice(partner=partner)
        self.assertEqual(self._codes(partner), ["GAP-SIREN-DOUBT"])
        self.assertEqual(
            self.env["tpe.facturx.gap"]._readiness(self.company)["percent"], 100
        )

    def test_a_firm_without_invoices_has_no_percentage(self):
        found = self.env["tpe.facturx.gap"]._readiness(self.company)
        self.assertEqual((found["customers"], found["percent"]), (0, None))

    def test_each_code_has_a_sentence(self):
        source = self.env["tpe.facturx.gap"]._table_query.code
        rules = self.env["tpe.facturx.rule"]._known()
        codes = {part for part in source.split("'") if part.startswith("GAP-")}
        self.assertGreater(len(codes), 20)
        self.assertEqual(codes - set(rules), set())

    def test_the_button_opens_the_customer_or_the_firm(self):
        partner = self._customer("Client", street=False)
        self._invoice(partner=partner)
        self.company.partner_id.street = False
        gaps = self.env["tpe.facturx.gap"].search(
            [("company_id", "=", self.company.id)], order="id"
        )
        opened = {gap.code: gap.action_mend() for gap in gaps}
        theirs, ours = opened["GAP-STREET"], opened["GAP-OUR-STREET"]
        self.assertEqual(
            (theirs["res_model"], theirs["res_id"]), ("res.partner", partner.id)
        )
        self.assertEqual(
            (ours["res_model"], ours["res_id"]), ("res.company", self.company.id)
        )

    def test_another_company_sees_nothing_of_it(self):
        partner = self._customer("Client", street=False)
        self._invoice(partner=partner)
        other = self._create_company(name="Other")
        user = self._user("elsewhere", "account.group_account_invoice", other)
        gaps = self.env["tpe.facturx.gap"].with_user(user)
        self.assertFalse(gaps.search([("partner_id", "=", partner.id)]))

    def test_who_does_no_invoicing_reads_nothing(self):
        user = self._user("plain", "base.group_user")
        with self.assertRaises(AccessError):
            self.env["tpe.facturx.gap"].with_user(user).action_readiness()
