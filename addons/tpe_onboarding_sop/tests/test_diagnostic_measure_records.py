from datetime import timedelta

from odoo import Command
from odoo.tests import freeze_time, new_test_user, tagged

from odoo.addons.tpe_cashforecast.tests.common import CashCommon
from odoo.addons.tpe_dunning.tests.common import TODAY

from ..models.diagnostic_measure_records import _has_siren
from .common_measure import Measuring

# Numbers of public firms (EDF, La Poste): their keys are right.
EDF = "55208131766522"
POST = "35600000000048"


@tagged("post_install", "-at_install")
@freeze_time("2026-03-31 07:00:00")
class TestDiagnosticMeasurePartners(Measuring, CashCommon):
    """Ten customers with an invoice each, none like another."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.partners = cls.env["res.partner"]
        for name in (
            *("Alpha", "Bravo", "Charlie", "Delta", "Echo"),
            *("Foxtrot", "Golf", "Hotel", "India", "Juliett"),
        ):
            partner = cls._customer(name, company_registry=False)
            cls._invoice(20, partner=partner)
            cls.partners += partner

    def _twin(self, name="Someone else", **values):
        return self.env["res.partner"].create({"name": name, **values})

    def test_none_is_like_another(self):
        # What neither of two has is nothing that they share.
        self.partners[8:].email = False
        self._check("duplicate_partners", 0.0, 0)

    def test_same_email(self):
        twin = self._twin(email="Alpha@Example.com")
        found = self._check("duplicate_partners", 1.0, 2)
        self.assertEqual(found, self.partners[0] + twin)

    def test_same_email_and_another_number(self):
        twin = self._twin(email="Alpha@Example.com")
        self.partners[0].company_registry = "552081317"
        self._check("duplicate_partners", 1.0, 2)
        twin.company_registry = "1234"  # no number at all
        self._check("duplicate_partners", 1.0, 2)
        twin.company_registry = EDF  # an establishment of the same firm
        self._check("duplicate_partners", 1.0, 2)
        twin.company_registry = "356000000"  # their accountant's mailbox
        self._check("duplicate_partners", 0.0, 0)

    def test_two_letters_are_no_name(self):
        self.partners[0].name = "A.B."
        self._twin("AB")
        self._check("duplicate_partners", 0.0, 0)
        # Nor are they at the same place.
        self.partners[0].zip = "69001"
        self._twin("AB", zip="69001")
        self._check("duplicate_partners", 0.0, 0)

    def test_the_firm_and_its_people_are_no_twins(self):
        self.partners[0].email = self.company.email
        new_test_user(self.env, "bravo", name="Bravo")
        self._check("duplicate_partners", 0.0, 0)
        # A customer with an access is one all the same.
        new_test_user(self.env, "charlie", "base.group_portal", name="Charlie")
        self._check("duplicate_partners", 1.0, 2)

    def test_records_of_the_firm_alone_are_ours_without_a_document(self):
        for _each in range(2):
            self._twin("Zoulou", company_id=self.company.id)
        self._check("duplicate_partners", 1.0, 2)

    def test_three_of_the_same_are_two_too_many(self):
        # One by its number, the other by its name.
        self.partners[0].vat = "BE0477472701"
        self._twin("Known by another name", vat="BE 0477.472.701")
        self._twin("S.A.R.L. ALPHÀ")
        self._check("duplicate_partners", 2.0, 3)

    def test_same_siret(self):
        self.partners[0].company_registry = EDF
        self._twin(company_registry=EDF)
        self._check("duplicate_partners", 1.0, 2)

    def test_two_establishments_are_no_twins(self):
        self.partners[0].write({"company_registry": EDF, "vat": "FR03552081317"})
        self._twin(company_registry="55208131700026", vat="FR03552081317")
        self._check("duplicate_partners", 0.0, 0)

    def test_a_name_in_two_towns_is_two_firms(self):
        self.partners[0].zip = "69001"
        twin = self._twin("Alpha", zip="13001")
        self._check("duplicate_partners", 0.0, 0)
        twin.zip = "69001"
        self._check("duplicate_partners", 1.0, 2)
        # Without a postcode it may well be the same.
        twin.zip = False
        self._check("duplicate_partners", 1.0, 2)
        # Of two towns it may be one or the other: nobody can tell.
        self.partners[0].zip = False
        for town in ("69001", "13001"):
            self._twin("Alpha", zip=town)
        self._check("duplicate_partners", 0.0, 0)

    def test_who_is_no_twin(self):
        self._twin("Alpha", parent_id=self.partners[1].id)  # a contact of a firm
        self._twin("Alpha", active=False)
        other = self.setup_other_company(name="Other")["company"]
        self._twin("Alpha", company_id=other.id)
        # Two strangers of whom we have no document.
        self._twin("Zoulou")
        self._twin("Zoulou")
        self._check("duplicate_partners", 0.0, 0)

    def test_nine_partners_are_not_enough_to_say_none(self):
        entries = self.env["account.move"].search(
            [("commercial_partner_id", "in", self.partners[5:].ids)]
        )
        entries.button_draft()
        entries.unlink()
        self._check("duplicate_partners", None, 5)
        self._twin("Alpha")
        self._check("duplicate_partners", 1.0, 2)

    # --- SIREN ------------------------------------------------------------------------

    def test_missing_siren(self):
        right = self.partners[:4]
        right[0].company_registry = "552081317"
        right[1].company_registry = EDF
        right[2].company_registry = POST
        # No SIREN of its own, but that of its VAT number.
        right[3].write({"company_registry": False, "vat": "FR03552081317"})
        self.partners[4].company_registry = "552081318"  # the key is wrong
        self.partners[5].tpe_profile_decided = "consumer"
        self.partners[6].country_id = self.env.ref("base.be")
        self.partners[7].active = False
        # Left: four with a SIREN, the wrong one, two without any.
        wrong = self._check("missing_siren", 100 * 3 / 7, 3)
        self.assertEqual(wrong, self.partners[4] + self.partners[8:])

    def test_a_private_person_has_no_siren(self):
        person = self._customer("Jean", company_registry=False, is_company=False)
        self._invoice(20, partner=person)
        self._check("missing_siren", 100.0, 10)

    def test_a_person_in_business_has_one(self):
        person = self._customer(
            "Jean",
            company_registry=False,
            is_company=False,
            tpe_profile_decided="professional",
        )
        self._invoice(20, partner=person)
        self._check("missing_siren", 100.0, 11)

    def test_what_makes_a_firm_count(self):
        draft, bought, tomorrow, foreign, credited = (
            self._customer(name, company_registry=False)
            for name in ("Kilo", "Lima", "Mike", "November", "Oscar")
        )
        self._invoice(20, partner=draft).button_draft()
        self._invoice(20, partner=bought, move_type="in_invoice")
        self._invoice(-1, partner=tomorrow)
        _other, there = self._elsewhere()
        self._invoice_in(there, foreign)
        self._check("missing_siren", 100.0, 10)
        self._invoice(20, partner=credited, move_type="out_refund")
        self._check("missing_siren", 100.0, 11)

    def test_what_a_siren_is(self):
        # EDF, La Poste and one of its establishments; by a VAT number of France.
        for registry, vat in (
            *(("552081317", ""), ("356000000", ""), (POST, ""), (EDF, "")),
            ("", "FR03552081317"),
        ):
            self.assertTrue(_has_siren(registry, vat), (registry, vat))
        for registry, vat in (
            *(("552081318", ""), ("55208131766521", ""), ("", "")),
            ("552081318", "FR03552081317"),  # a wrong one is to be mended
            *(("", "XX03552081317"), ("", "FR03552081318"), ("", "FR035520813170")),
        ):
            self.assertFalse(_has_siren(registry, vat), (registry, vat))

    def test_four_firms_are_not_enough(self):
        self.partners[4:].tpe_profile_decided = "consumer"
        self._check("missing_siren", None, 4)

    def test_a_firm_not_invoiced_for_two_years_does_not_count(self):
        old = self._customer("Ancien", company_registry=False)
        self._invoice(2 * 365, partner=old)  # 31 March 2024 is just out
        self._check("missing_siren", 100.0, 10)


@tagged("post_install", "-at_install")
@freeze_time("2026-03-31 07:00:00")
class TestDiagnosticMeasureBills(Measuring, CashCommon):
    """Ten bills, of other amounts each."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.supplier = cls._customer("Négoce du Rhône")
        cls.bills = [
            cls._bill(days, amount=days, partner=cls.supplier, ref=f"F-{days}")
            for days in range(1, 11)
        ]

    def _again(self, days_ago, amount, ref=False, partner=None, **values):
        return self._bill(
            days_ago, amount=amount, partner=partner or self.supplier, ref=ref, **values
        )

    def _foreign(self):
        return self.env["res.currency"].create(
            {
                "name": "TPE",
                "symbol": "T",
                "rate_ids": [Command.create({"name": "2000-01-01", "rate": 4.0})],
            }
        )

    def _nobodys(self):
        """A draft of nobody: not posted, as it has no supplier."""
        return self.env["account.move"].create(
            {
                "move_type": "in_invoice",
                "invoice_date": TODAY - timedelta(8),
                "date": TODAY - timedelta(8),
                "invoice_line_ids": [
                    Command.create(
                        {"name": "Goods", "price_unit": 30, "tax_ids": False}
                    )
                ],
            }
        )

    def test_none_twice(self):
        self._check("double_entry", 0.0, 0)

    def test_same_reference(self):
        twin = self._again(40, 25, ref="f 3")
        # 3 of F-3 and 25: one of them could be paid twice, the smaller one.
        moves = self._check("double_entry", 1.0, 2, 3.0)
        self.assertEqual(moves, self.bills[2] + twin)

    def test_same_amount_on_the_same_day(self):
        self._again(5, 5)
        self._again(5, 5)
        self._check("double_entry", 2.0, 3, 10.0)

    def test_a_draft_is_an_entry_too(self):
        self._again(5, 5).button_draft()
        self._check("double_entry", 1.0, 2, 5.0)

    def test_what_is_no_double_entry(self):
        self._again(5, 5, ref="G-5")  # two references that differ
        self._again(3, 77, ref="F-3", partner=self.customer)  # another supplier
        self._again(300, 3, ref="F-3")  # numbered anew each year
        self._again(2, 21, ref="Subscription")
        self._again(3, 22, ref="Subscription")
        self._again(6, 6).button_cancel()
        self._again(7, 7, partner=self.customer)  # another supplier again
        self._again(15, 9)  # as much on another day
        self._again(8, 8, currency_id=self._foreign().id)  # of another currency
        for _each in range(2):
            self._again(8, 0)  # of nothing
            self._nobodys()  # the supplier is not known yet
            self._invoice(8, amount=55)  # sold
        self._check("double_entry", 0.0, 0)

    def test_what_was_reversed_is_mended(self):
        twin = self._again(5, 5)
        twin._reverse_moves([{"invoice_date": TODAY, "date": TODAY}], cancel=True)
        self.assertEqual(twin.payment_state, "reversed")
        self._check("double_entry", 0.0, 0)

    def test_other_days_than_those_of_the_year(self):
        for days in (365, -1):  # 31 March 2025 is just out, tomorrow is to come
            self._again(days, 77, ref="A-1")
            self._again(days, 77, ref="A-1")
        self._check("double_entry", 0.0, 0)

    def test_nine_bills_are_not_enough_to_say_none(self):
        self.bills[0].button_cancel()
        self._check("double_entry", None, 9)
        # Two of nine are a fact, however few they are.
        self.bills[1].button_cancel()
        self._again(5, 5)
        self._check("double_entry", 1.0, 2, 5.0)

    def test_a_credit_note_is_no_second_bill(self):
        self.env["account.move"].create(
            {
                "move_type": "in_refund",
                "partner_id": self.supplier.id,
                "ref": "F-5",
                "invoice_date": TODAY - timedelta(5),
                "date": TODAY - timedelta(5),
                "invoice_line_ids": [
                    Command.create({"name": "Goods", "price_unit": 5, "tax_ids": False})
                ],
            }
        ).action_post()
        self._check("double_entry", 0.0, 0)
