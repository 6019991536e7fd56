import json
from datetime import timedelta

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import HttpCase, new_test_user, tagged

from ..tools.receivables import Lateness
from .common import TODAY, DunningCommon


class FiguresCommon(DunningCommon):
    """Six invoices of a firm, looked at on 31 March 2026.

    |   | issued      | due         | amount | what became of it               |
    |---|-------------|-------------|--------|---------------------------------|
    | a | 1 Dec 2025  | 31 Dec 2025 | 1,000  | paid on 10 January              |
    | b | 15 Jan 2026 | 14 Feb 2026 | 600    | open                            |
    | c | 10 Mar 2026 | 2 Apr 2026  | 300    | open                            |
    | d | 20 Mar 2026 | 19 Apr 2026 | 900    | open                            |
    | e | 5 Jan 2026  | 4 Feb 2026  | 400    | paid on 1 February              |
    | f | 1 Nov 2025  | 1 Dec 2025  | 500    | 100 credited, 400 on 20 January |

    a was reminded on 5 January; f on 15 December and, firmly, on 8 January; b on 19
    February and, firmly, on 21 March.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.figures = cls.env["tpe.dunning.figures"]

    def _story(self):
        moves = {
            "a": self._invoice(120, amount=1000),
            "b": self._invoice(75, amount=600),
            "c": self._invoice(21, amount=300, term=23),
            "d": self._invoice(11, amount=900),
            "e": self._invoice(85, amount=400),
            "f": self._invoice(150, amount=500),
        }
        credit = self.env["account.move"].create(
            {
                "move_type": "out_refund",
                "partner_id": self.customer.id,
                "invoice_date": "2025-11-15",
                "invoice_payment_term_id": False,
                "invoice_line_ids": [
                    Command.create(
                        {"name": "Returned", "price_unit": 100, "tax_ids": False}
                    )
                ],
            }
        )
        credit.action_post()
        (credit | moves["f"]).line_ids.filtered(
            lambda line: line.account_id.account_type == "asset_receivable"
        ).reconcile()
        for name, day in (
            ("a", "2026-01-10"),
            ("e", "2026-02-01"),
            ("f", "2026-01-20"),
        ):
            self._register_payment(moves[name], payment_date=day)
        self._delivered(moves["a"], 1, days_ago=85)
        self._delivered(moves["f"], 1, days_ago=106)
        self._delivered(moves["f"], 2, days_ago=82)
        self._delivered(moves["b"], 1, days_ago=40)
        self._delivered(moves["b"], 2, days_ago=10)
        return moves

    def _page(self, user=None, company=None):
        figures = self.figures.with_company(company or self.company)
        return figures.with_user(user or self.env.user).action_figures()

    def _cards(self, page):
        return {
            figure["code"]: figure
            for section in page["sections"]
            for figure in section["figures"]
        }


@tagged("-at_install", "post_install")
class TestFigures(FiguresCommon):
    def test_today(self):
        self._story()
        figures = self.figures._figures(self.company)
        self.assertEqual((figures.late.amount, figures.late.invoices), (600.0, 1))
        self.assertEqual((figures.soon.amount, figures.soon.invoices), (300.0, 1))
        self.assertEqual((figures.open.amount, figures.open.invoices), (1800.0, 3))
        self.assertAlmostEqual(figures.overdue_share, 100 / 3)

    def test_this_week_begins_today_and_has_seven_days(self):
        for term in (9, 10, 16, 17):  # 30 March, 31 March, 6 April, 7 April
            self._invoice(10, amount=term, term=term)
        figures = self.figures._figures(self.company)
        self.assertEqual(figures.late.amount, 9.0)
        self.assertEqual(figures.soon.amount, 10.0 + 16.0)

    def test_how_customers_pay(self):
        self._story()
        figures = self.figures._figures(self.company)
        # Fell due since 31 March 2025: a 1,000, b 600, e 400, f 400 (100 credited).
        self.assertEqual(figures.fell_due.amount, 2400.0)
        self.assertEqual(figures.unpaid_share, 25.0)
        # 10 days late, 3 days early, 50 days late: 57 / 3, and the one in the middle.
        self.assertEqual(figures.lateness, Lateness(3, 19.0, 10.0))
        # The same four were issued 60 days ago or more; a took 40 days, e 27, f 80.
        self.assertEqual(figures.due_for_60.amount, 2400.0)
        self.assertAlmostEqual(figures.paid_60_share, 100 * 1400 / 2400)

    def test_days_of_sales_to_be_paid(self):
        """1,800 due: March 1,200 (31 days), February 0 (28), 600 of January's 1,000."""
        self._story()
        dso = self.figures._figures(self.company).dso
        self.assertAlmostEqual(dso, 31 + 28 + 31 * 0.6)

    def test_days_of_sales_when_half_a_year_does_not_pay_what_is_due(self):
        """300 of August: its 31 days, and the 212 of September to March."""
        self._invoice(240, amount=300)
        self.assertAlmostEqual(self.figures._figures(self.company).dso, 243.0)

    def test_days_of_sales_are_unknown_when_the_debt_is_older_than_the_billing(self):
        self._invoice(900, amount=1000)
        self.assertIsNone(self.figures._figures(self.company).dso)

    def test_the_year_ends_today(self):
        old = self._invoice(430, amount=100)  # due 395 days ago
        self._register_payment(old, payment_date=TODAY - timedelta(366))
        self.assertIsNone(self.figures._figures(self.company).lateness)
        last = self._invoice(429, amount=100)
        self._register_payment(last, payment_date=TODAY - timedelta(364))
        self.assertEqual(self.figures._figures(self.company).lateness.payments, 1)

    def test_what_the_reminders_bring(self):
        self._story()
        figures = self.figures._figures(self.company)
        success = figures.success
        # a in 5 days; f after 36 days, but 12 days after the firm one; b not at all,
        # and its firm reminder is too young to tell.
        self.assertEqual((success[1].paid, success[1].reminded), (1, 3))
        self.assertEqual((success[2].paid, success[2].reminded), (1, 1))
        self.assertIsNone(success[3].rate)
        self.assertEqual(figures.recovered_7.amount, 1000.0)
        self.assertEqual(figures.recovered_30.amount, 1400.0)
        self.assertEqual((figures.messages, figures.hours), (5, 50 / 60))
        self.company.tpe_reminder_minutes = 12
        self.assertEqual(self.figures._figures(self.company).hours, 1.0)

    def test_only_delivered_reminders_count(self):
        invoice = self._invoice(89)
        reminder = self._delivered(invoice, 1, days_ago=40).sudo()
        self._register_payment(invoice, payment_date="2026-02-22")
        self.assertEqual(self.figures._figures(self.company).messages, 1)
        reminder.state = "failed"
        figures = self.figures._figures(self.company)
        self.assertEqual(figures.messages, 0)
        self.assertEqual(figures.recovered_30.amount, 0.0)
        self.assertEqual(figures.success[1].reminded, 0)
        self.assertIsNone(figures.hours)

    def test_a_line_only_mentioned_completes_no_step(self):
        invoice = self._invoice(89)
        self._delivered(invoice, 1, days_ago=40).sudo().line_ids.rank = 0
        success = self.figures._figures(self.company).success
        self.assertEqual(sum(each.reminded for each in success.values()), 0)

    def test_outcome_of_each_reminded_line(self):
        moves = self._story()
        credited = self._invoice(89, amount=50)
        self._delivered(credited, 1, days_ago=50)
        credited._reverse_moves([{"date": TODAY, "invoice_date": TODAY}], cancel=True)
        early = self._invoice(89, amount=60)
        self._delivered(early, 1, days_ago=50)
        self._register_payment(early, payment_date="2026-01-15")  # booked too late
        lines = self.env["tpe.dunning.reminder.line"].search(
            [("company_id", "=", self.company.id)], order="sent_on"
        )
        expected = [
            (moves["f"], 1, "paid_later"),
            (moves["a"], 1, "paid"),
            (moves["f"], 2, "paid"),
            (credited, 1, "other"),
            (early, 1, "other"),
            (moves["b"], 1, "unpaid"),
            (moves["b"], 2, "waiting"),
        ]
        self.assertEqual(
            [(line.move_id, line.rank, line.outcome) for line in lines], expected
        )
        # Neither a success nor a failure of the reminder.
        self.assertEqual(self.figures._figures(self.company).success[1].reminded, 3)

    def test_an_empty_company_guesses_nothing(self):
        page = self._page()
        self.assertTrue(page["empty"])
        cards = self._cards(page)
        unknown = {code for code, card in cards.items() if not card["known"]}
        self.assertEqual(
            unknown,
            set(cards)
            - {"late", "soon", "not_due", "age_30", "age_60", "age_90", "age_more"},
        )
        for code in unknown:
            self.assertEqual(cards[code]["value"], "Not enough data")

    def test_another_company_has_its_own_figures(self):
        self._story()
        before = self.figures._figures(self.company)
        other = self.setup_other_company(name="Other firm")["company"]
        self.env.user.company_ids |= other
        move = (
            self.env["account.move"]
            .with_company(other)
            .create(
                {
                    "move_type": "out_invoice",
                    "partner_id": self.customer.id,
                    "invoice_date": "2026-01-01",
                    "invoice_date_due": "2026-01-31",
                    "invoice_payment_term_id": False,
                    "invoice_line_ids": [
                        Command.create(
                            {"name": "Works", "price_unit": 77, "tax_ids": False}
                        )
                    ],
                }
            )
        )
        move.action_post()
        self.assertEqual(move.company_id, other)
        both = self.figures.with_context(
            allowed_company_ids=[self.company.id, other.id]
        )
        self.assertEqual(both._figures(self.company), before)
        self.assertEqual(both._figures(other).late.amount, 77.0)
        self.assertIn("77", self._cards(self._page(company=other))["late"]["value"])


@tagged("-at_install", "post_install")
class TestFiguresPage(FiguresCommon, HttpCase):
    def test_a_click_opens_the_records_that_make_the_number(self):
        self._story()
        page = json.loads(json.dumps(self._page()))
        cards = self._cards(page)
        figures = self.figures._figures(self.company)
        for code, amount in {
            "late": figures.late.amount,
            "soon": figures.soon.amount,
            "overdue_share": figures.open.amount,
            "unpaid_share": figures.unpaid.amount,
            "dso": figures.open.amount,
            "paid_60": figures.due_for_60.amount,
            "recovered_7": figures.recovered_7.amount,
            "recovered_30": figures.recovered_30.amount,
        }.items():
            action = cards[code]["action"]
            facts = self.env[action["res_model"]].search(action["domain"])
            self.assertEqual(sum(facts.mapped("amount")), amount, code)
        late = cards["average_late"]["action"]
        [[average]] = self.env[late["res_model"]]._read_group(
            late["domain"], [], ["days_late:avg"]
        )
        self.assertEqual(average, figures.lateness.average)
        for code, count in {"success_1": 3, "success_2": 1, "time_saved": 5}.items():
            action = cards[code]["action"]
            self.assertEqual(
                self.env[action["res_model"]].search_count(action["domain"]), count
            )

    def test_each_figure_is_said_in_words(self):
        self._story()
        page = self._page()
        self.assertFalse(page["empty"])
        cards = self._cards(page)
        self.assertEqual(len(cards), 19)
        for card in cards.values():
            self.assertTrue(card["label"])
            self.assertTrue(card["definition"])
            self.assertIn("kanban", [view for _id, view in card["action"]["views"]])
            self.assertEqual(card["action"]["mobile_view_mode"], "kanban")
        self.assertIn("600.00", cards["late"]["value"])
        self.assertEqual(cards["late"]["detail"], "Invoices: 1")
        self.assertEqual(cards["dso"]["value"], "78 days")
        self.assertEqual(cards["average_late"]["value"], "19.0 days")
        self.assertEqual(cards["paid_60"]["value"], "58.3 %")
        self.assertEqual(cards["paid_60"]["detail"], "Below the goal of 95 %.")
        self.assertEqual(cards["success_1"]["detail"], "Paid: 1 of 3 invoices")
        self.assertEqual(cards["time_saved"]["detail"], "5 messages × 10 minutes")
        self.assertFalse(cards["success_3"]["known"])

    def test_who_may_read_the_figures(self):
        self._story()
        for name, group in {
            "assistant": "tpe_base.group_tpe_assistant",
            "accountant": "account.group_account_readonly",
        }.items():
            user = new_test_user(
                self.env, f"tpe_{name}", group, company_id=self.company.id
            )
            cards = self._cards(self._page(user))
            self.assertIn("600.00", cards["late"]["value"])
            self.assertIn("33.3", cards["success_1"]["value"])
        employee = new_test_user(
            self.env, "tpe_employee", "base.group_user", company_id=self.company.id
        )
        with self.assertRaisesRegex(AccessError, "may not read the figures"):
            self._page(employee)

    def test_a_stranger_does_not_read_the_reminders_of_a_company(self):
        self._story()
        other = self.env["res.company"].create({"name": "Other firm"})
        stranger = new_test_user(
            self.env,
            "tpe_stranger",
            "tpe_base.group_tpe_manager",
            company_id=other.id,
            company_ids=[Command.set(other.ids)],
        )
        figures = self.figures.with_user(stranger)._figures(self.company)
        self.assertEqual((figures.late.amount, figures.messages), (0.0, 0))
        self.assertEqual(figures.success[1].reminded, 0)

    def test_as_many_queries_for_10_as_for_60_invoices(self):
        counts = []
        # The first reading fills the caches that every request shares.
        for more in (10, 0, 50):
            for number in range(more):
                invoice = self._invoice(40 + number)
                if number % 2:
                    self._delivered(invoice, 1, days_ago=35)
                    self._register_payment(invoice, payment_date=TODAY)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self._page()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[1], counts[2])
        self.assertLess(counts[2], 25)

    def test_in_the_browser(self):
        user = self.env.ref("base.user_admin")
        user.write(
            {
                "company_ids": [Command.link(self.company.id)],
                "company_id": self.company.id,
                "lang": "en_US",
            }
        )
        self._story()
        self.start_tour(
            "/odoo/receivable-figures", "tpe_dunning_figures", login="admin"
        )
