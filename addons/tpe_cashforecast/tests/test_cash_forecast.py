from odoo.exceptions import AccessError
from odoo.tests import freeze_time, new_test_user, tagged

from ..tools.flow import WEEKS
from .common import CashCommon


@tagged("-at_install", "post_install")
class TestCashForecast(CashCommon):
    def test_every_week_is_the_opening_and_all_the_lines(self):
        self._invoice(40, 1234.56)
        self._invoice(10, 99.99)
        self._bill(35, 700.01)
        self._bill(1, 333.33, term=45)
        for kind in ("pessimistic", "realistic", "optimistic"):
            opening, flows, weeks, _words = self._build(kind=kind)
            self.assertEqual(opening, 10_000_00)
            total = opening
            for at in range(WEEKS):
                total += sum(flow.weeks[at] for flow in flows)
                self.assertEqual(weeks[at].closing, total, (kind, at))

    def test_a_bill_that_is_late_is_paid_this_week(self):
        self._bill(60, 500.0)
        _opening, [flow], _weeks, _words = self._build()
        self.assertEqual(flow.weeks[0], -500_00)

    def test_the_chances_of_an_invoice_are_spread(self):
        self._invoice(10, 1000.0)
        _opening, [flow], _weeks, _words = self._build()
        self.assertEqual(sum(flow.weeks) + flow.later + flow.never, 1000_00)
        self.assertGreater(min(flow.weeks[2:6]), 0)
        self.assertGreater(flow.never, 0)

    def test_one_current_forecast_and_one_a_monday(self):
        with freeze_time("2026-03-30 05:00:00"):  # a Monday
            self.forecasts._refresh(self.company)
            self.forecasts._refresh(self.company)
        self.forecasts._refresh(self.company)
        mine = self.forecasts.search([("company_id", "=", self.company.id)])
        self.assertEqual(
            sorted((str(one.date), one.is_current, one.is_kept) for one in mine),
            [("2026-03-30", False, True), ("2026-03-31", True, False)],
        )

    def test_the_detail_is_that_of_the_current_one(self):
        self._invoice(10, 1000.0)
        with freeze_time("2026-03-30 05:00:00"):
            current = self.forecasts._refresh(self.company)
        kept = self.forecasts.search(
            [("company_id", "=", self.company.id), ("is_kept", "=", True)]
        )
        self.assertEqual(current.line_ids.mapped("amount"), [1000.0])
        self.assertFalse(kept.line_ids)
        self.assertEqual(len(kept.week_ids), WEEKS)
        self.assertTrue(kept.total_ids)

    def test_nobody_else_sees_it(self):
        self._invoice(10, 1000.0)
        current = self.forecasts._refresh(self.company)
        assistant = new_test_user(
            self.env, "assistant", groups="tpe_base.group_tpe_assistant"
        )
        other = self.env["res.company"].create({"name": "Other"})
        abroad = new_test_user(
            self.env,
            "abroad",
            groups="tpe_base.group_tpe_manager",
            company_id=other.id,
            company_ids=other.ids,
        )
        for user in (assistant, abroad):
            for records in (current, current.week_ids, current.line_ids):
                with self.assertRaises(AccessError):
                    records.with_user(user).read(["company_id"])
