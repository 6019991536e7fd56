import ast
import random
from datetime import date, timedelta

from lxml import etree

from odoo import Command
from odoo.tests import new_test_user, tagged

from ..tools.limitation import limitation_date
from .common import TODAY
from .test_invoice_law import FrenchCommon


@tagged("-at_install", "post_install")
class TestLimitation(FrenchCommon):
    """TODAY is 31 March 2026."""

    def _served(self, served, partner=None, issued=None, **values):
        issued = issued or served
        return self._invoice(
            0,
            partner=partner,
            invoice_date=issued,
            invoice_date_due=issued + timedelta(30),
            delivery_date=served,
            **values,
        )

    def _found(self, *leaves):
        return self.env["account.move"].search(
            [*leaves, ("company_id", "=", self.company.id)], order="id"
        )

    def test_the_clock_starts_at_the_delivery(self):
        late = self._served(date(2021, 5, 10), issued=date(2021, 9, 1))
        self.assertEqual(late.tpe_limitation_date, date(2026, 5, 10))
        late.delivery_date = False
        self.assertEqual(late.tpe_limitation_date, date(2026, 9, 1))

    def test_each_profile_has_its_time(self):
        served = date(2023, 6, 15)
        self.assertEqual(self._served(served).tpe_limitation_date, date(2028, 6, 15))
        self.assertEqual(
            self._served(served, self.consumer).tpe_limitation_date, date(2025, 6, 15)
        )
        self.assertEqual(
            self._served(served, self.town).tpe_limitation_date, date(2027, 12, 31)
        )

    def test_a_part_payment_starts_it_again(self):
        invoice = self._served(date(2024, 5, 10), self.consumer)
        self._register_payment(invoice, payment_date=date(2025, 1, 20), amount=30)
        self.assertEqual(invoice.tpe_limitation_date, date(2027, 1, 20))
        self.assertEqual(
            self._found(("tpe_limitation_date", "=", date(2027, 1, 20))), invoice
        )

    def test_a_credit_note_and_a_formal_notice_do_not(self):
        invoice = self._served(date(2024, 5, 10), self.consumer)
        credit = self._invoice(
            0,
            amount=30,
            partner=self.consumer,
            move_type="out_refund",
            invoice_date=date(2025, 1, 20),
        )
        lines = (invoice | credit).line_ids.filtered(
            lambda line: line.display_type == "payment_term"
        )
        lines.reconcile()
        self._delivered(invoice, 3, days_ago=10)
        self.assertEqual(invoice.payment_state, "partial")
        self.assertEqual(invoice.tpe_limitation_date, date(2026, 5, 10))
        self.assertEqual(
            self._found(("tpe_limitation_date", "=", date(2026, 5, 10))), invoice
        )

    def test_nothing_paid_or_unposted_is_time_barred(self):
        invoice = self._served(date(2020, 5, 10))
        self.assertEqual(invoice.tpe_limitation_state, "barred")
        self._pay(invoice)
        self.assertFalse(invoice.tpe_limitation_date)
        self.assertFalse(self._found(("tpe_limitation_date", "!=", False)))

    def test_only_posted_invoices_of_customers_are_claims(self):
        draft = self._served(date(2020, 5, 10))
        draft.button_draft()
        others = [
            self._invoice(
                0,
                move_type=kind,
                invoice_date=date(2020, 5, 10),
                invoice_date_due=date(2020, 6, 10),
            )
            for kind in ("out_refund", "in_invoice")
        ]
        for move in (draft, *others):
            self.assertFalse(move.tpe_limitation_date, move.move_type)
        self.assertFalse(self._found(("tpe_limitation_date", "!=", False)))

    def test_a_written_promise_starts_it_again_and_an_oral_one_does_not(self):
        said, written = (
            self._served(date(2024, 5, 10), self.consumer) for _time in range(2)
        )
        for invoice, source in ((said, "phone"), (written, "mail")):
            self.env["tpe.dunning.promise"].create(
                {
                    "partner_id": self.consumer.id,
                    "move_ids": invoice.ids,
                    "source": source,
                    "promised_on": date(2025, 1, 20),
                    "date": date(2025, 2, 1),
                }
            )
        for invoice, last in (
            (said, date(2026, 5, 10)),
            (written, date(2027, 1, 20)),
        ):
            self.assertEqual(invoice.tpe_limitation_date, last)
            self.assertEqual(self._found(("tpe_limitation_date", "=", last)), invoice)

    def _filtered(self, name):
        """What a filter of the invoices' search view finds."""
        view = self.env.ref("tpe_dunning.account_move_view_search_law").inherit_id
        arch = self.env["account.move"].get_view(view.id, "search")["arch"]
        [node] = etree.fromstring(arch).xpath(f"//filter[@name='{name}']")
        return self._found(*ast.literal_eval(node.get("domain")))

    def test_the_two_filters(self):
        barred = self._served(date(2021, 3, 30))
        last_day = self._served(date(2021, 3, 31))
        near = self._served(date(2021, 9, 30))
        far = self._served(date(2021, 10, 1))
        self.assertEqual(self._filtered("tpe_time_barred"), barred)
        self.assertEqual(self._filtered("tpe_limitation_near"), last_day | near)
        states = (barred | last_day | near | far).mapped("tpe_limitation_state")
        self.assertEqual(states, ["barred", "near", "near", "running"])
        months = (last_day | near | far).mapped("tpe_limitation_months")
        self.assertEqual(months, [0, 6, 6])

    def test_the_search_agrees_with_the_rule(self):
        """The statement in SQL against the plain Python, on random acknowledgements."""
        chance = random.Random(20260331)
        expected = {}
        for partner in (self.customer, self.consumer, self.town) * 4:
            served = date(2016, 1, 1) + timedelta(chance.randrange(1500))
            invoice = self._served(served, partner, issued=served)
            days = [
                served + timedelta(chance.randrange(-30, 2600))
                for _time in range(chance.randrange(4))
            ]
            for day in days:
                self._register_payment(invoice, payment_date=day, amount=5)
            # A payment before the invoice counts from the invoice.
            known = [max(day, served) for day in days]
            expected[invoice] = limitation_date(partner.tpe_profile, served, known)
        for invoice, last in expected.items():
            with self.subTest(profile=invoice.commercial_partner_id.tpe_profile):
                self.assertEqual(invoice.tpe_limitation_date, last)
                for operator, found in (
                    ("=", True),
                    ("<=", True),
                    (">=", True),
                    ("<", False),
                    (">", False),
                ):
                    hits = self._found(("tpe_limitation_date", operator, last))
                    self.assertEqual(invoice in hits, found, operator)

    def test_the_search_is_one_statement(self):
        for month in range(1, 13):
            self._served(date(2021, month, 10))
        self.env.flush_all()
        with self.assertQueryCount(3):
            self._found(("tpe_limitation_date", "<", TODAY + timedelta(400)))

    def test_the_invoice_says_it(self):
        invoice = self._served(date(2021, 5, 10))
        self.assertIn("05/10/2026", invoice.alerts["tpe_limitation"]["message"])
        self.assertNotIn("tpe_limitation", self._served(TODAY).alerts or {})

    def test_managers_are_told_once(self):
        cron = self.env.ref("tpe_dunning.ir_cron_limitation")
        invoice = self._served(date(2021, 5, 10))
        far = self._served(date(2022, 5, 10))
        barred = self._served(date(2020, 5, 10))
        self._run_cron(cron)
        mine = invoice.activity_ids.filtered(
            lambda activity: activity.user_id == self.env.user
        )
        self.assertEqual(len(mine), 1)
        self.assertIn("05/10/2026", mine.note)
        self.assertFalse((far | barred).activity_ids)
        mine.action_done()
        self._run_cron(cron)
        self.assertFalse(
            invoice.activity_ids.filtered(
                lambda activity: activity.user_id == self.env.user
            )
        )

    def test_a_manager_of_another_company_is_not_told(self):
        other = self.env["res.company"].create({"name": "Other firm"})
        stranger = new_test_user(
            self.env,
            "tpe_stranger",
            "tpe_base.group_tpe_manager",
            company_id=other.id,
            company_ids=[Command.set(other.ids)],
        )
        invoice = self._served(date(2021, 5, 10))
        self._run_cron(self.env.ref("tpe_dunning.ir_cron_limitation"))
        self.assertTrue(invoice.activity_ids)
        self.assertNotIn(stranger, invoice.activity_ids.user_id)
        found = self.env["account.move"].with_user(stranger)
        self.assertFalse(found.search([("tpe_limitation_date", "!=", False)]))

    def test_the_warning_can_be_switched_off(self):
        self.company.tpe_limitation_warning_months = 0
        invoice = self._served(date(2021, 5, 10))
        self._run_cron(self.env.ref("tpe_dunning.ir_cron_limitation"))
        self.assertFalse(invoice.activity_ids)

    def test_a_company_abroad_has_another_law(self):
        invoice = self._served(date(2020, 5, 10))
        self.company.country_id = self.env.ref("base.be")
        invoice.invalidate_recordset()
        self.assertFalse(invoice.tpe_limitation_date)
        self.assertFalse(self._found(("tpe_limitation_date", "!=", False)))

    def test_accountant_and_assistant_read_it(self):
        invoice = self._served(date(2021, 5, 10))
        for group in ("account.group_account_readonly", "tpe_base.group_tpe_assistant"):
            user = new_test_user(
                self.env, f"user_{group[-5:]}", group, company_id=self.company.id
            )
            seen = invoice.with_user(user)
            self.assertEqual(seen.tpe_limitation_date, date(2026, 5, 10))
            self.assertIn("tpe_limitation", seen.alerts)
