from unittest.mock import patch

from odoo import Command
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from ..models.client_score_refresh import ClientScoreRefresh
from .common import ScoringCommon

LOGGER = "odoo.addons.tpe_client_scoring.models.client_score_refresh"


@tagged("-at_install", "post_install")
class TestRefresh(ScoringCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.cron = cls.env.ref("tpe_client_scoring.ir_cron_scoring")
        for _number in range(3):
            cls._sell(cls.customer, 1000, 100, 30, 30)

    def _lines(self):
        """All the rows of the company, as they are in the table."""
        self.env.cr.execute(
            "SELECT * FROM tpe_client_score WHERE company_id = %s ORDER BY id",
            [self.company.id],
        )
        return self.env.cr.fetchall()

    # --- The nightly run --------------------------------------------------------------

    def test_twice_the_same_day_writes_nothing(self):
        self.assertGreater(self.scores._refresh(self.company), 0)
        before = self._lines()
        self.assertEqual(self.scores._refresh(self.company), 0)
        self.assertEqual(self._lines(), before)

    def test_only_what_changed_is_written(self):
        other = self._customer("Other")
        for days in (100, 70, 40):
            self._sell(other, 1000, days, 30, 30)
        self.scores._refresh(self.company)
        with freeze_time("2026-04-02 07:00:00"):
            self._sell(other, 50, 0)
            changed = self.scores._refresh(self.company)
        # Both: the share of each in the revenue of the firm is another one.
        self.assertEqual(changed, 2)
        self.assertEqual(str(self._row(other).computed_on), "2026-04-02")
        with freeze_time("2026-04-03 07:00:00"):
            self.assertEqual(self.scores._refresh(self.company), 0)
        self.assertEqual(str(self._row(other).computed_on), "2026-04-02")

    def test_a_customer_without_invoices_has_no_row(self):
        invoice = self._sell(self._customer("By mistake"), 10, 5)
        partner = invoice.partner_id
        self.assertTrue(self._score(partner))
        invoice.button_draft()
        self.assertFalse(self._score(partner))

    def test_queries_do_not_grow_with_customers(self):
        self.scores._refresh(self.company)
        self.env.invalidate_all()
        queries = self.cr.sql_log_count
        self._sell(self._customer("One more"), 10, 5)
        queries = self.cr.sql_log_count
        self.scores._refresh(self.company)
        self.assertLess(self.cr.sql_log_count - queries, 60)

    def test_the_scheduled_action(self):
        self._run_cron()
        self.assertTrue(self._row())
        self.assertEqual(str(self.grid.last_run_on), "2026-03-31")

    def test_a_company_that_fails_is_reported_and_stops_nobody(self):
        other = self.setup_other_company()["company"]
        original = ClientScoreRefresh._refresh

        def refresh(scores, company):
            if company == self.company:
                raise ZeroDivisionError("broken books")
            return original(scores, company)

        with (
            patch.object(ClientScoreRefresh, "_refresh", refresh),
            mute_logger(LOGGER),
        ):
            self._run_cron()
        self.assertIn("broken books", self.grid.message_ids[:1].body)
        self.assertFalse(self._row())
        self.assertTrue(other._scoring_grid().last_run_on)

    def test_the_day_is_that_of_the_company(self):
        self._sell(self._customer("Late tomorrow"), 1000, 31)
        partner = self.env["res.partner"].search([("name", "=", "Late tomorrow")])
        with freeze_time("2026-03-30 21:30:00"):
            # 30 March, 23:30 in Paris: due on that day, not late.
            self.assertEqual(self._score(partner).late_amount, 0)
        with freeze_time("2026-03-30 22:30:00"):
            self.assertEqual(self._score(partner).late_amount, 1000)

    # --- Months -----------------------------------------------------------------------

    def test_months_are_rebuilt_then_frozen(self):
        row = self._score()
        self.assertFalse(self._row(month="2025-11-01"), "he was no customer then")
        # Sold on 21 December 2025, paid on 20 January: late for nobody on 31 December.
        december = self._row(month="2025-12-01")
        self.assertEqual((december.delay_status, december.revenue), ("unknown", 3000))
        january = self._row(month="2026-01-01")
        self.assertEqual(january.delay_status, "good")
        self.assertFalse(self._row(month="2026-03-01"), "the month is not over")
        self.assertEqual(row.trend, "unknown", "no score in December")
        score = row.score
        with freeze_time("2026-04-01 07:00:00"):
            invoice = self._sell(self.customer, 1000, 100)
            self._score()
        march = self._row(month="2026-03-01")
        self.assertEqual((march.score, march.delay_count), (score, 3))
        with freeze_time("2026-04-30 07:00:00"):
            april = self._score()
            self.assertEqual((april.score_before, april.trend), (january.score, "down"))
            invoice.button_draft()
            self._score()
        self.assertEqual(self._row(month="2026-03-01").delay_count, 3, "frozen")
        with self.assertRaises(AccessError):
            march.with_user(self._new_user("tpe_base.group_tpe_manager")).write(
                {"score": 100}
            )

    def test_history_counts_late_what_was_paid_since(self):
        partner = self._customer("Was late")
        for _number in range(3):
            self._sell(partner, 1000, 150, 30, 120)
        self._score()
        # Of 1 November 2025, due 1 December, paid 1 March.
        self.assertEqual(self._row(partner, month="2025-11-01").delay_count, 0)
        january = self._row(partner, month="2026-01-01")
        self.assertEqual((january.delay_days, january.late_amount), (91, 3000))
        self.assertEqual(self._row(partner).late_amount, 0)

    def test_toxic_since(self):
        self._profile(
            self.customer, alignment="price", has_manual_hours=True, manual_hours=90
        )
        self.assertEqual(str(self._score().toxic_since), "2025-12-31")
        with freeze_time("2026-04-20 07:00:00"):
            self.assertEqual(str(self._score().toxic_since), "2025-12-31")
            self.env["tpe.client.profile"].search([]).manual_hours = 0
            row = self._score()
        self.assertEqual((row.verdict, row.toxic_since), ("improve", False))

    # --- Companies, partners ----------------------------------------------------------

    def test_each_company_has_its_scores(self):
        data = self.setup_other_company()
        other = data["company"]
        self.assertEqual(len(other._scoring_grid()), 1)
        other._create_scoring_grids()
        self.assertEqual(len(other._scoring_grid()), 1)
        self.env["account.move"].with_company(other).create(
            {
                "move_type": "out_invoice",
                "company_id": other.id,
                "partner_id": self.customer.id,
                "invoice_date": "2026-03-01",
                "journal_id": data["default_journal_sale"].id,
                "invoice_line_ids": [self._line(77)],
            }
        ).action_post()
        ours, theirs = self._score(), self._score(company=other)
        self.assertEqual((ours.revenue, theirs.revenue), (3000, 77))
        verdict = self.customer.with_company(other).tpe_verdict
        self.assertEqual((self.customer.tpe_verdict, verdict), ("keep", "unknown"))
        alone = self._new_user("tpe_base.group_tpe_manager")
        self.assertNotIn(theirs, self.scores.with_user(alone).search([]))
        self._refused(lambda: theirs.with_user(alone).read(["score"]))

    def test_merged_partners(self):
        twin = self._customer("Twin")
        for _number in range(3):
            self._sell(twin, 1000, 100, 30, 60)
        self._profile(twin, recommends=True, alignment="price")
        self.scores._refresh(self.company)
        wizard = self.env["base.partner.merge.automatic.wizard"].create(
            {
                "partner_ids": [Command.set((twin + self.customer).ids)],
                "dst_partner_id": self.customer.id,
            }
        )
        wizard.action_merge()
        self.assertFalse(twin.exists())
        row = self._score()
        self.assertEqual((row.delay_count, row.delay_days), (6, 45))
        self.assertEqual(row.recurrence_points, 80, "his answers came along")

    # --- What a person decides --------------------------------------------------------

    def _decide(self, verdict, user=None, **values):
        decisions = self.env["tpe.client.decision"].with_user(user or self.env.user)
        return decisions.create(
            {
                "partner_id": self.customer.id,
                "verdict": verdict,
                "reason": "He pays, and sends others",
                **values,
            }
        )

    def test_a_decision_stands_beside_the_proposal(self):
        row = self._score()
        self.assertEqual((row.verdict, row.diverges), ("keep", False))
        first = self._decide("develop")
        self.assertEqual(
            (first.computed_verdict, first.author_id), ("keep", self.env.user)
        )
        self.assertEqual(
            (row.decided_verdict, row.final_verdict), ("develop", "develop")
        )
        self.assertTrue(row.diverges)
        self.assertEqual(self.customer.tpe_verdict, "develop")
        self.assertEqual(row.verdict, "keep", "the proposal stays what it is")
        self.assertEqual(self.scores._refresh(self.company), 0, "shown already")
        self._decide("keep")
        row = self._score()
        self.assertEqual((row.decided_verdict, row.diverges), ("keep", False))
        self.assertEqual(
            self.scores.search([("diverges", "=", True), ("id", "=", row.id)]),
            self.scores,
        )

    def test_a_decision_is_signed_and_kept(self):
        decision = self._decide(
            "part", author_id=self.env.ref("base.user_root").id, decided_on="2020-01-01"
        )
        self.assertEqual(decision.author_id, self.env.user)
        self.assertEqual(str(decision.decided_on), "2026-03-31")
        with self.assertRaises(ValidationError):
            self._decide("part", reason="  ")
        manager = self._new_user("tpe_base.group_tpe_manager")
        decision = self._decide("part", manager)
        self._refused(lambda: decision.write({"verdict": "keep"}))
        self._refused(decision.unlink)

    def test_verdict_is_searched(self):
        self._score()
        partners = self.env["res.partner"]
        child = self._customer("Site", parent_id=self.customer.id, is_company=False)
        other = self._customer("Never sold to")
        keep = partners.search([("tpe_verdict", "=", "keep")])
        self.assertIn(self.customer, keep)
        self.assertIn(child, keep)
        self.assertNotIn(other, keep)
        others = partners.search([("tpe_verdict", "!=", "keep")])
        self.assertIn(other, others)
        self.assertNotIn(self.customer, others)
        self.assertIn(other, partners.search([("tpe_verdict", "=", False)]))
        self.assertNotIn(self.customer, partners.search([("tpe_verdict", "=", False)]))

    # --- Rights -----------------------------------------------------------------------

    def test_who_sees_the_scores(self):
        """An access error, never zeros."""
        row = self._score()
        profile = self._profile(self.customer, alignment="price")
        self._decide("keep")
        for group in (
            "base.group_user",
            "account.group_account_invoice",
            "account.group_account_readonly",
            "tpe_base.group_tpe_assistant",
        ):
            user = self._new_user(group)
            with self.subTest(group):
                self._refused(lambda u=user: row.with_user(u).read(["score"]))
                self._refused(lambda u=user: self.scores.with_user(u).search([]))
                partner = self.customer.with_user(user)
                self._refused(lambda p=partner: p.read(["tpe_verdict"]))
                self._refused(
                    lambda p=partner: p.search([("tpe_verdict", "=", "keep")])
                )
                self._refused(lambda u=user: profile.with_user(u).read(["alignment"]))
                self._refused(lambda u=user: row.with_user(u)._remedies())
                self._refused(lambda u=user: row.with_user(u).action_refresh())
                margins = self.env["tpe.product.margin"].with_user(user)
                self._refused(lambda m=margins: m.search([]))
                self._refused(lambda u=user: self._decide("part", u))
        invoicing = self._new_user("account.group_account_manager")
        self.assertEqual(self.customer.with_user(invoicing).tpe_verdict, "keep")
        self._refused(lambda: self._decide("part", invoicing))
        self._refused(lambda: row.with_user(invoicing).action_refresh())
        manager = self._new_user("tpe_base.group_tpe_manager")
        self.assertTrue(row.with_user(manager).action_refresh())
        self.assertEqual(self._decide("part", manager).author_id, manager)

    def test_grid(self):
        for values in (
            {"delay_good": 60, "delay_toxic": 60},
            {"margin_good": 10},
            {"hours_toxic": 1},
            {"recurrence_good": 5},
        ):
            with self.subTest(values), self.assertRaises(ValidationError):
                self.grid.write(values)
        self.assertEqual(
            (self.grid.delay_good, self.grid.delay_toxic, self.grid.margin_good),
            (30, 60, 40),
        )
        self.grid.write({"delay_good": 10, "delay_toxic": 25})
        self.assertEqual(self._score().delay_status, "agreed")

    def test_the_points_are_explained(self):
        self._profile(self.customer, alignment="respects", manual_hours=5)
        self.env["tpe.client.profile"].search([]).has_manual_hours = True
        row = self._score()
        explained = row._explained()
        self.assertEqual(
            explained,
            [("delay", 80, 40), ("margin", row.margin_points, 25), ("time", 80, 15)]
            + [("alignment", 90, 10)],
        )
        weighed = sum(points * weight for _name, points, weight in explained)
        self.assertEqual(row.score, int(weighed / 90 + 0.5))

    def test_what_is_clicked(self):
        row = self._score()
        for action in (row.action_open_invoices(), row.action_open_margin()):
            found = self.env[action["res_model"]].search(action["domain"])
            self.assertEqual(len(found), 3)
