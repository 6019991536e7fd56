from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase, freeze_time, tagged

from ..tools.late_interest import late_interest, total
from .common import TODAY, DunningCommon

# Default penalty: the ECB rate of the semester plus 10 points.
PENALTY = [
    (date(2024, 7, 1), 14.25),
    (date(2025, 1, 1), 13.15),
    (date(2025, 7, 1), 12.15),
]


@tagged("-at_install", "post_install")
class TestLateInterest(BaseCase):
    """Figures worked out by hand: amount x rate x days / 365, a segment a semester."""

    def test_worked_examples(self):
        for principal, due, paid, interest in (
            # 1200 x 13.15 % x 30 / 365 + 1200 x 12.15 % x 77 / 365
            (1200.00, date(2025, 5, 31), date(2025, 9, 15), "43.73"),
            # 5000 x 14.25 % x 16 / 365 + 5000 x 13.15 % x 44 / 365
            (5000.00, date(2024, 12, 15), date(2025, 2, 13), "110.49"),
            # One day: 1000 x 13.15 % / 365
            (1000.00, date(2025, 3, 1), date(2025, 3, 2), "0.36"),
            (1000.00, date(2025, 3, 1), date(2025, 3, 1), "0.00"),
        ):
            with self.subTest(due=due):
                segments = late_interest(principal, due, paid, PENALTY)
                self.assertEqual(total(segments), Decimal(interest))

    def test_days_are_counted_once(self):
        segments = late_interest(
            1200,
            date(2025, 5, 31),
            date(2025, 9, 15),
            PENALTY,
            [(date(2025, 6, 30), 300), (date(2025, 8, 1), 300)],
        )
        self.assertEqual(segments[0].start, date(2025, 6, 1))
        for before, after in zip(segments, segments[1:], strict=False):
            self.assertEqual(after.start, before.end + timedelta(1))
        self.assertEqual(segments[-1].end, date(2025, 9, 15))
        self.assertEqual([s.balance for s in segments], [1200.0, 900.0, 600.0])

    def test_paid_in_full_stops_the_clock(self):
        segments = late_interest(
            100,
            date(2025, 1, 10),
            date(2025, 6, 1),
            PENALTY,
            [(date(2025, 1, 20), 100)],
        )
        self.assertEqual([s.days for s in segments], [10])

    def test_a_day_without_a_known_rate_is_refused(self):
        with self.assertRaisesRegex(ValueError, "No rate is known"):
            late_interest(100, date(2024, 1, 1), date(2024, 2, 1), PENALTY)

    @settings(max_examples=200, deadline=None)
    @given(
        parts=st.lists(
            st.tuples(
                st.integers(min_value=1, max_value=500_000),
                st.integers(min_value=0, max_value=400),
            ),
            min_size=1,
            max_size=6,
        ),
        until=st.integers(min_value=0, max_value=400),
    )
    def test_each_part_bears_interest_until_it_is_paid(self, parts, until):
        """Paying in parts costs as much as the parts owed apart, each until its day."""
        due = date(2024, 9, 1)
        end = due + timedelta(until)
        amounts = [(Decimal(cents) / 100, due + timedelta(day)) for cents, day in parts]
        whole = late_interest(
            sum(amount for amount, _day in amounts),
            due,
            end,
            PENALTY,
            [(day, amount) for amount, day in amounts],
        )
        apart = [
            segment.interest
            for amount, day in amounts
            for segment in late_interest(amount, due, min(day, end), PENALTY)
        ]
        difference = sum(s.interest for s in whole) - sum(apart)
        self.assertLess(abs(difference), Decimal("1e-18"))


@tagged("-at_install", "post_install")
class TestClaim(DunningCommon):
    """What the law adds to a real invoice, by profile."""

    def _reminder(self, rank=2, on=date(2025, 9, 15), amount=1200, **profile):
        self.customer.write(profile)
        self.old = self._invoice(
            0,
            amount=amount,
            invoice_date=date(2025, 5, 1),
            invoice_date_due=date(2025, 5, 31),
        )
        return self._delivered(self.old, rank, days_ago=(TODAY - on).days)

    def test_a_professional_owes_interest_and_the_fee(self):
        reminder = self._reminder()
        self.assertEqual((reminder.amount_interest, reminder.amount_fee), (43.73, 40.0))
        self.assertFalse(reminder.is_provisional)

    def test_a_part_payment_lowers_the_interest(self):
        reminder = self._reminder()
        # 1200 for 30 days at 13.15 %, then 600 for 77 days at 12.15 %: 28.35
        self._register_payment(self.old, payment_date=date(2025, 6, 30), amount=600)
        reminder.invalidate_recordset()
        self.assertEqual(reminder.amount_interest, 28.35)

    def test_a_public_buyer_keeps_the_rate_of_the_first_day(self):
        reminder = self._reminder(company_registry="21690123100011")
        # 1200 x (3.15 + 8) % x 107 / 365
        self.assertEqual((reminder.amount_interest, reminder.amount_fee), (39.22, 40.0))

    def test_a_consumer_owes_nothing_before_the_formal_notice(self):
        reminder = self._reminder(company_registry=False, is_company=False)
        self.assertEqual((reminder.amount_interest, reminder.amount_fee), (0.0, 0.0))
        self.assertFalse(reminder.claim_statement)

    def test_a_consumer_owes_the_legal_rate_after_it_and_never_the_fee(self):
        self._reminder(rank=3, company_registry=False, is_company=False)
        later = self._delivered(self.old, 2, days_ago=(TODAY - date(2025, 12, 31)).days)
        # 1200 x 2.76 % x 107 / 365, from 16 September to 31 December
        self.assertEqual((later.amount_interest, later.amount_fee), (9.71, 0.0))

    def test_a_contract_rate_replaces_the_one_of_the_law(self):
        self.company.tpe_contract_rate = 10
        self.assertFalse(self.company.tpe_contract_rate_too_low)
        # 1200 x 10 % x 107 / 365
        self.assertEqual(self._reminder().amount_interest, 35.18)

    def test_a_contract_rate_under_the_floor_is_pointed_out(self):
        self.company.tpe_contract_rate = 7.85  # 3 x 2.62 % = 7.86 % in March 2026
        self.assertTrue(self.company.tpe_contract_rate_too_low)
        self.company.tpe_contract_rate = 7.86
        self.assertFalse(self.company.tpe_contract_rate_too_low)

    def test_the_fee_is_due_once_for_an_invoice(self):
        reminder = self._reminder()
        line = reminder.line_ids
        line.sudo().copy({"rank": 0})
        reminder.invalidate_recordset()
        self.assertEqual(reminder.amount_fee, 40.0)

    def test_the_statement_shows_each_segment(self):
        text = self._reminder().claim_statement
        for words in ("13.15", "12.15", "30 d", "77 d", "83.73"):
            self.assertIn(words, text)

    @freeze_time("2026-11-22")
    def test_an_unknown_semester_is_marked_provisional(self):
        reminder = self._reminder(on=date(2026, 11, 22))
        self.assertTrue(reminder.is_provisional)
        self.assertGreater(reminder.amount_interest, 0)

    @freeze_time("2026-11-22")
    def test_managers_are_asked_once_for_the_missing_rates(self):
        rates = self.env["tpe.late.interest.rate"]
        rates.search([]).activity_ids.unlink()
        cron = self.env.ref("tpe_dunning.ir_cron_late_interest_rate")
        self._run_cron(cron)
        self._run_cron(cron)
        mine = rates.search([]).activity_ids.filtered(
            lambda activity: activity.user_id == self.env.user
        )
        self.assertEqual(len(mine), 2)

    @freeze_time("2026-11-22")
    def test_a_manager_is_asked_in_his_language(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self.env.user.lang = "fr_FR"
        rates = self.env["tpe.late.interest.rate"]
        rates.search([]).activity_ids.unlink()
        ecb = rates.search([("kind", "=", "ecb")], limit=1)
        rates.with_context(lang="en_US")._cron_missing_rates()
        note = str(
            ecb.activity_ids.filtered(lambda one: one.user_id == self.env.user).note
        )
        self.assertIn("Taux de refinancement de la BCE", note)
        self.assertIn("01/07/2026", note)

    def test_a_rate_is_named_by_its_kind_and_its_day(self):
        rate = self.env["tpe.late.interest.rate"].search(
            [("kind", "=", "ecb"), ("valid_from", "=", "2025-07-01")]
        )
        self.assertEqual(rate.display_name, "ECB refinancing rate 07/01/2025")

    @freeze_time("2026-05-02")
    def test_nobody_is_asked_while_the_rates_are_known(self):
        rates = self.env["tpe.late.interest.rate"]
        rates.search([]).activity_ids.unlink()
        self._run_cron(self.env.ref("tpe_dunning.ir_cron_late_interest_rate"))
        self.assertFalse(rates.search([]).activity_ids)
