from datetime import date, timedelta
from io import BytesIO
from unittest.mock import patch

from markupsafe import Markup

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, new_test_user, tagged
from odoo.tools.pdf import PdfFileReader

from odoo.addons.tpe_dunning.tests.common import TODAY

from ..tools.flow import Flow, Found
from .common import CashCommon

SALE = Flow(
    "sale", "receivable", "customers", "Sale", 9000_00, (0, 0, 0, 9000_00, *[0] * 9)
)


def receipt_in_week_4(env):
    """9,000 that come in the fourth week, for sure, and nothing else."""
    return (
        type(env["tpe.cash.source"]),
        "_found_receivable",
        lambda self, books: Found([SALE]),
    )


@tagged("-at_install", "post_install")
@freeze_time("2026-03-31 07:00:00")
class TestWhoToPay(CashCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.country_id = cls.company.partner_id.country_id = cls.env.ref(
            "base.fr"
        )
        cls.company.tpe_cash_threshold = 5000
        cls.supplier = cls._customer("Rexel", supplier_rank=1)
        cls.classPatch(*receipt_in_week_4(cls.env))
        cls.pages = cls.env["tpe.supplier.schedule"].with_context(lang="en_US")

    def _page(self, within_law=True, user=None):
        self.company.tpe_pay_within_law = within_law
        pages = self.pages.with_user(user) if user else self.pages
        return pages.browse(pages.action_supplier_schedule()["res_id"])

    def _flow(self):
        [flow] = [one for one in self._build()[1] if one.source == "payable"]
        return flow

    def _due_line(self, bill):
        return bill.line_ids.filtered(lambda line: line.display_type == "payment_term")

    def _user(self, group, **values):
        return new_test_user(
            self.env,
            f"pay_{group.rpartition('.')[2]}",
            f"base.group_user,{group}",
            **{
                "company_id": self.company.id,
                "company_ids": [Command.set(self.company.ids)],
                **values,
            },
        )

    def test_no_later_than_agreed_unless_allowed(self):
        self._bill(21, 6000, partner=self.supplier)
        page = self._page(within_law=False)
        self.assertEqual(page.line_ids.kind, "keep")
        self.assertEqual((page.low_before, page.low_after), (4000, 4000))
        self.assertIn("Up to the legal maximum", page.words)
        page.action_within_law()
        # Past the low point, no later: week 4 begins on Tuesday 21 April.
        self.assertEqual(page.line_ids.pay_on, date(2026, 4, 21))
        self.assertEqual((page.low_after, page.missing), (10_000, 0))

    def test_who_is_no_professional_has_no_other_term(self):
        person = self._customer("A person", is_company=False, company_registry=False)
        self.assertEqual(person.tpe_profile, "consumer")
        self._bill(21, 6000, partner=person)
        self.assertEqual(self._page().line_ids.kind, "keep")

    def test_end_of_month_only_where_the_terms_say_so(self):
        due = self._due_line(self._bill(21, 6000, partner=self.supplier))
        # Issued on 10 March: 60 days; or the end of March and 45 days.
        self.assertEqual(self.forecasts._latest_payment(due), date(2026, 5, 9))
        term = self.env["account.payment.term"].create(
            {
                "name": "45 days end of month",
                "line_ids": [
                    Command.create(
                        {
                            "value": "percent",
                            "value_amount": 100,
                            "nb_days": 45,
                            "delay_type": "days_after_end_of_month",
                        }
                    )
                ],
            }
        )
        bill = self._bill(
            21, 10, partner=self.supplier, invoice_payment_term_id=term.id
        )
        due = self._due_line(bill)
        self.assertEqual(self.forecasts._latest_payment(due), date(2026, 5, 15))

    def test_written_only_when_accepted_and_taken_back(self):
        bill = self._bill(21, 6000, partner=self.supplier)
        due = self._due_line(bill)
        page = self._page()
        day = page.line_ids.pay_on
        self.assertFalse(due.tpe_pay_on)
        page.line_ids.action_accept()
        self.assertEqual(due.tpe_pay_on, day)
        self.assertEqual(due.tpe_pay_on_by, self.env.user)
        self.assertTrue(due.tpe_pay_on_at)
        self.assertIn("rather than", bill.message_ids[0].body)
        flow = self._flow()
        self.assertEqual((flow.day, sum(flow.weeks)), (day, -6000_00))
        self.assertEqual(flow.weeks[(day - TODAY).days // 7], -6000_00)
        self.assertTrue(page.line_ids.is_decided)
        page.line_ids.action_undo()
        self.assertFalse(due.tpe_pay_on or due.tpe_pay_on_by or due.tpe_pay_on_at)
        self.assertEqual(self._flow().day, TODAY + timedelta(9))
        with self.assertRaises(UserError):
            page.line_ids.action_undo()

    def test_accept_all(self):
        bills = self._bill(21, 3000, partner=self.supplier)
        bills |= self._bill(21, 2500, partner=self.supplier)
        page = self._page()
        page.action_accept_all()
        self.assertTrue(any(self._due_line(bill).tpe_pay_on for bill in bills))
        self.assertFalse(page.proposed)

    def test_a_discount_is_paid_less(self):
        term = self.env["account.payment.term"].create(
            {
                "name": "2 % for 10 days",
                "early_discount": True,
                "discount_percentage": 2,
                "discount_days": 10,
                "line_ids": [
                    Command.create(
                        {"value": "percent", "value_amount": 100, "nb_days": 40}
                    )
                ],
            }
        )
        bill = self._bill(
            1, 1000, partner=self.supplier, invoice_payment_term_id=term.id
        )
        page = self._page(within_law=False)
        self.assertEqual(page.line_ids.kind, "discount")
        self.assertEqual(page.line_ids.amount, 980)
        self.assertLessEqual(page.line_ids.pay_on, date(2026, 4, 9))
        # 2 % for 30 days: 24.8 % a year.
        self.assertIn("25 % a year", page.line_ids.why)
        page.line_ids.action_accept()
        self.assertEqual(self._flow().cents, -980_00)
        self.assertEqual(self._build()[2][-1].closing, 18_020_00)
        self.assertEqual(self._due_line(bill).amount_residual, -1000)

    def test_who_may(self):
        self._bill(21, 6000, partner=self.supplier)
        with self.assertRaises(AccessError):
            self._page(user=self._user("tpe_base.group_tpe_assistant"))
        page = self._page(user=self._user("account.group_account_readonly"))
        self.assertEqual(len(page.line_ids), 1)
        with self.assertRaises(AccessError):
            page.line_ids.action_accept()
        with self.assertRaises(AccessError):
            page.action_accept_all()
        owner = self._user("tpe_base.group_tpe_manager")
        page = self._page(user=owner)
        page.line_ids.action_accept()
        due = self._due_line(page.line_ids.move_id.sudo())
        self.assertEqual(due.tpe_pay_on_by, owner)

    def test_another_company_is_not_there(self):
        self._bill(21, 6000, partner=self.supplier)
        other = self.env["res.company"].create({"name": "Other"})
        owner = self._user(
            "tpe_base.group_tpe_manager",
            company_id=other.id,
            company_ids=[Command.set(other.ids)],
        )
        page = self._page(user=owner)
        self.assertEqual(page.company_id, other)
        self.assertFalse(page.line_ids)

    def test_no_bill(self):
        self.assertIn("No bill to pay", self._page().words)


@tagged("-at_install", "post_install")
@freeze_time("2026-03-31 07:00:00")
class TestRescuePage(CashCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.country_id = cls.company.partner_id.country_id = cls.env.ref(
            "base.fr"
        )
        cls.company.tpe_cash_threshold = 5000
        cls.supplier = cls._customer("Rexel", supplier_rank=1)

    def _rescue(self):
        pages = self.env["tpe.cash.rescue"].with_context(lang="en_US")
        return pages.browse(pages.action_rescue()["res_id"])

    def test_nothing_to_save(self):
        page = self._rescue()
        self.assertEqual(
            (page.state, page.line_ids, page.cost), ("fine", page.line_ids, 0)
        )
        self.assertFalse(page.line_ids)
        self.assertIn("Nothing to save", page.words)

    def test_an_overdraft_within_its_limit(self):
        self._bill(40, 11_000)
        self.company.write(
            {"tpe_cash_threshold": 0, "tpe_credit_line": 2000, "tpe_credit_rate": 0}
        )
        page = self._rescue()
        self.assertEqual(
            (page.state, page.low_before, page.low_after), ("saved", -1000, 0)
        )
        self.assertEqual((page.line_ids.kind, page.line_ids.amount), ("credit", 1000))
        self.assertIn("for 13 weeks", page.line_ids.why)
        self.company.tpe_credit_line = 400
        page = self._rescue()
        self.assertEqual((page.state, page.missing), ("short", 600))
        self.assertIn("600.00", page.words)
        self.assertEqual(page.request_amount, 1000)

    def test_one_week_of_overdraft(self):
        self._bill(-85, 11_000, term=0)  # in the last week
        self.company.write({"tpe_cash_threshold": 0, "tpe_credit_line": 2000})
        page = self._rescue()
        self.assertIn("for one week", page.line_ids.why)
        self.assertEqual(page.request_weeks, 1)
        html, _type = self.env["ir.actions.report"]._render_qweb_html(
            "tpe_cashforecast.report_banker", page.ids
        )
        self.assertIn("one week", html.decode())

    def test_an_overdraft_is_no_money_while_the_balance_is_positive(self):
        self._bill(40, 6000)
        self.company.tpe_credit_line = 2000
        page = self._rescue()
        self.assertFalse(page.line_ids)
        self.assertEqual(
            (page.state, page.low_after, page.missing), ("short", 4000, 1000)
        )

    def test_a_call_is_free_and_comes_first(self):
        for _time in range(3):
            self._invoice(45, 5000)
        self._bill(40, 7000)
        self.company.write(
            {
                "tpe_chase_days": 14,
                "tpe_chase_chance": 100,
                "tpe_credit_line": 9000,
            }
        )
        page = self._rescue()
        chased = page.line_ids.filtered(lambda line: line.kind == "chase")
        self.assertEqual((chased.amount, chased.cost), (15_000, 0))
        action = chased.action_start()
        self.assertEqual(action["res_model"], "account.move")
        self._plan()
        self.assertEqual(chased.action_start()["res_model"], "tpe.dunning.reminder")

    def test_a_bill_is_delayed_from_here(self):
        bill = self._bill(21, 6000, partner=self.supplier)
        self.patch(*receipt_in_week_4(self.env))
        page = self._rescue()
        delay = page.line_ids.filtered(lambda line: line.kind == "delay")
        self.assertIn("Rexel", delay.why)
        delay.action_start()
        due = bill.line_ids.filtered(lambda line: line.display_type == "payment_term")
        self.assertEqual(due.tpe_pay_on, delay.pay_on)
        self.assertTrue(delay.is_done)

    def test_an_advance_costs(self):
        invoice = self._invoice(1, 4000, term=60)
        self._bill(40, 6000)
        page = self._rescue()
        line = page.line_ids
        self.assertEqual((line.kind, line.cost), ("advance", 158))  # 3.95 % of 4,000
        self.assertEqual(page.state, "saved")
        wizard = self.env["tpe.invoice.advance"].browse(line.action_start()["res_id"])
        self.assertEqual((wizard.move_id, wizard.cost), (invoice, 158))
        self.assertEqual(wizard.received, 3842)

    def test_only_the_manager(self):
        user = new_test_user(self.env, "poor", "account.group_account_readonly")
        with self.assertRaises(AccessError):
            self.env["tpe.cash.rescue"].with_user(user).action_rescue()
        invoice = self._invoice(1, 4000, term=60)
        with self.assertRaises(AccessError):
            invoice.with_user(user).action_tpe_advance()

    def test_an_advance_when_the_payment_is_near(self):
        invoice = self._invoice(1, 4000, term=60)
        action = invoice.action_tpe_advance()
        wizard = self.env["tpe.invoice.advance"].browse(action["res_id"])
        self.assertGreater(wizard.expected_on, date(2026, 5, 1))
        self.assertFalse(wizard.is_refused)
        for days, percent in ((15, 100), (30, 50), (45, 33), (60, 25), (90, 17)):
            wizard.expected_on = TODAY + timedelta(days)
            self.assertEqual(round(wizard.yearly_percent), percent)
        wizard.expected_on = TODAY + timedelta(14)
        self.assertTrue(wizard.is_refused)
        with self.assertRaises(UserError):
            self._bill(1, 10).action_tpe_advance()

    def test_the_page_of_the_banker(self):
        self._invoice(1, 4000, term=60)
        self._bill(40, 6000)
        page = self._rescue()
        page.request_reason = "A van <for> the works"
        html = (
            self.env["ir.actions.report"]
            ._render_qweb_html("tpe_cashforecast.report_banker", page.ids)[0]
            .decode()
        )
        self.assertIn("<polygon", html)
        self.assertIn("A van &lt;for&gt; the works", html)
        self.assertIn("6,000.00", html)
        self.assertIn("Invoices advanced", html)

    def test_a_banker_is_given_one_page(self):
        self._invoice(1, 4000, term=60)
        self._bill(40, 9000)
        self.company.write(
            {
                "street": "12 rue des Ronzières",
                "street2": "Bâtiment B, deuxième étage",
                "report_footer": Markup("<p>%s</p>") % ("Assurance décennale " * 20),
            }
        )
        page = self._rescue()
        page.request_reason = (
            "A van for the works of the spring, and what it carries. " * 5
        )
        said = ["Thirteen weeks are foreseen from what the books say of the past."] * 12
        found = type(page)._banker

        def banker(self):
            return {**found(self), "assumptions": said}

        with patch.object(type(page), "_banker", banker):
            content, _type = (
                self.env["ir.actions.report"]
                .with_context(force_report_rendering=True)
                ._render_qweb_pdf("tpe_cashforecast.report_banker", page.ids)
            )
        self.assertEqual(len(PdfFileReader(BytesIO(content)).pages), 1)
