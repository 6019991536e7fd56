from datetime import timedelta

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import freeze_time, new_test_user, tagged

from odoo.addons.tpe_dunning.tests.common import TODAY, DunningCommon

from .common_measure import KEYS, Measuring

QUERIES = 60


@tagged("post_install", "-at_install")
@freeze_time("2026-03-31 07:00:00")
class TestDiagnosticMeasure(Measuring, DunningCommon):
    """Who may read the figures, of which company, and what an empty one says."""

    def _person(self, login, groups, company=None):
        company = company or self.company
        return new_test_user(
            self.env,
            login,
            groups,
            company_id=company.id,
            company_ids=[Command.set(company.ids)],
            lang="en_US",
        )

    def test_an_empty_company_has_not_enough_data(self):
        empty = self.setup_other_company(name="Empty")["company"]
        found = self._measures(empty)
        self.assertEqual(set(found), KEYS)
        known = {key: m.value for key, m in found.items() if m.value is not None}
        # None of the library's procedures was followed; the accounts there are open with
        # a password alone.
        self.assertEqual(known, {"procedures_active": 0.0, "two_factor": 0.0})
        for key, measure in found.items():
            self.assertTrue(measure.proof, key)
            self.assertEqual(measure.key, key)
            self.assertIsNone(measure.euros, key)

    def test_which_invoices_are_the_ten(self):
        for days in range(1, 10):
            self._invoice(days)
        self._invoice(1).button_draft()
        self._invoice(365)  # 31 March 2025 is just out
        self._invoice(-1)  # dated tomorrow
        self._invoice(1, move_type="out_refund")
        self._invoice(1, move_type="in_invoice")
        data = self.setup_other_company(name="Other")
        self._fill(data["company"], data["default_journal_bank"])
        nine = self._measure("overdue_share")
        self.assertEqual((nine.value, nine.count), (None, 9))
        self._invoice(1, move_type="out_receipt")
        self.assertIsNotNone(self._measure("overdue_share").value)

    def test_figures_are_said_in_the_currency_of_their_company(self):
        other = self.setup_other_company(name="Other")
        currency = self.env["res.currency"].create({"name": "TPE", "symbol": "Tpe"})
        other["company"].currency_id = currency
        self._fill(other["company"], other["default_journal_bank"])
        self.assertIn("Tpe", self._measures(other["company"])["dependency"].proof)

    def test_assistants_and_plain_users_are_refused(self):
        for login, group in (
            ("plain", "base.group_user"),
            ("follows", "base.group_user,tpe_onboarding_sop.group_sop_user"),
            ("karima", "tpe_base.group_tpe_assistant"),
        ):
            with self.subTest(login=login), self.assertRaises(AccessError):
                self._measures(user=self._person(login, group))

    def test_the_manager_and_the_accountant_read_the_same(self):
        for days in range(1, 11):
            self._invoice(days)
        manager = self._person("mona", "tpe_base.group_tpe_manager")
        accountant = self._person("ada", "account.group_account_readonly")
        seen = self._measures(user=manager)
        self.assertEqual(set(seen), KEYS)
        self.assertIsNotNone(seen["dso"].value)
        self.assertEqual(self._measures(user=accountant), seen)

    def test_another_company_is_refused(self):
        other = self.setup_other_company(name="Other")["company"]
        manager = self._person("mona", "tpe_base.group_tpe_manager")
        with self.assertRaises(AccessError):
            self._measures(other, manager)

    def test_the_records_of_another_company_never_enter(self):
        for days in range(1, 11):
            self._invoice(days, delivery_date=TODAY - timedelta(days))
        before = self._measures()
        data = self.setup_other_company(name="Other")
        other = data["company"]
        self._fill(other, data["default_journal_bank"])
        # The other one has figures of its own, so that there was something to see.
        there = self._measures(other)
        for key in ("dso", "dependency", "duplicate_partners", "double_entry"):
            self.assertIsNotNone(there[key].value, key)
        for key in ("quotes_unchased", "bank_fresh", "missing_siren"):
            self.assertIsNotNone(there[key].value, key)
        self.assertEqual(self._measures(), before)

    def _fill(self, company, bank):
        """Invoices, bills typed twice, quotes, twins and bank lines of ``company``."""
        self.env.user.group_ids |= self.env.ref("sales_team.group_sale_manager")
        ours = self.env(context={"allowed_company_ids": company.ids})
        partners = ours["res.partner"].create(
            [
                {
                    "name": f"Twin {number // 2}",
                    "is_company": True,
                    "company_id": company.id,
                    "country_id": self.env.ref("base.fr").id,
                }
                for number in range(12)
            ]
        )
        for move_type in ("out_invoice", "in_invoice"):
            moves = ours["account.move"].create(
                [
                    {
                        "move_type": move_type,
                        "partner_id": partner.id,
                        "invoice_date": TODAY - timedelta(20),
                        "date": TODAY - timedelta(20),
                        "delivery_date": TODAY - timedelta(40),
                        "ref": f"F-{partner.id}"
                        if move_type == "in_invoice"
                        else False,
                        "invoice_line_ids": [
                            Command.create(
                                {"name": "Works", "price_unit": 70, "tax_ids": False}
                            )
                        ],
                    }
                    for partner in partners
                    for _twice in range(2 if move_type == "in_invoice" else 1)
                ]
            )
            moves.action_post()
        orders = ours["sale.order"].create(
            [
                {
                    "partner_id": partner.id,
                    "date_order": TODAY - timedelta(50),
                    "order_line": [
                        Command.create(
                            {"product_id": self.product_a.id, "price_unit": 70}
                        )
                    ],
                }
                for partner in partners
            ]
        )
        orders.state = "sent"
        ours["account.bank.statement.line"].create(
            {"journal_id": bank.id, "date": TODAY - timedelta(5), "amount": 10.0}
        )
        ours["tpe.cash.scenario"].create({"name": "Other", "company_id": company.id})

    def test_a_constant_number_of_queries(self):
        counts = []
        for _round in range(2):
            for days in range(1, 13):
                partner = self._customer(f"Customer {_round} {days}")
                self._invoice(days, partner=partner)
            self._measures()  # what is read once and kept
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self._measures()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[0], counts[1])
        self.assertLess(counts[1], QUERIES)
