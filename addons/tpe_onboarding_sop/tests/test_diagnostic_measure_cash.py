from datetime import timedelta

from odoo.tests import freeze_time, tagged

from odoo.addons.tpe_cashforecast.tests.common import CashCommon
from odoo.addons.tpe_dunning.tests.common import TODAY

from .common_measure import Measuring


@tagged("post_install", "-at_install")
@freeze_time("2026-03-31 07:00:00")
class TestDiagnosticMeasureCash(Measuring, CashCommon):
    """10,000 in the bank for thirty days."""

    def test_cash_cover(self):
        self._bill(1, amount=7000, term=3)
        # 7,000 go out in 13 weeks, 91 days; the 3,000 left last 91 x 3/7 = 39 more.
        lines = self._check("cash_cover", 130.0, 1)
        self.assertEqual(lines.amount, -7000)

    def test_cover_of_a_balance_typed(self):
        other = self.setup_other_company(name="No bank")["company"]
        self._flow(company_id=other.id)
        self.assertIsNone(self._measures(other)["cash_cover"].value)
        other.write({"tpe_cash_typed_on": TODAY, "tpe_cash_typed_balance": 1000})
        self.assertIsNotNone(self._measures(other)["cash_cover"].value)

    def test_lines_of_other_forecasts_are_not_counted(self):
        self._bill(1, amount=7000, term=3)
        other, _there = self._elsewhere()
        for company, current in ((self.company, False), (other, True)):
            forecast = self.forecasts.sudo().create(
                {"company_id": company.id, "date": TODAY, "is_current": current}
            )
            forecast.line_ids.create(
                {
                    "forecast_id": forecast.id,
                    "company_id": company.id,
                    "category": "rent",
                    "amount": -5,
                }
            )
        self._invoice(1)  # comes in: not counted
        self._check("cash_cover", 130.0, 1)

    def test_nothing_goes_out(self):
        self._check("cash_cover", None, 0)

    # --- Whether a person steers by it ------------------------------------------------

    def _scenario(self, days_ago=0):
        scenario = self.env["tpe.cash.scenario"].create(
            {"name": "One customer less", "company_id": self.company.id}
        )
        self._written(scenario, days_ago, self.env.uid)
        return scenario

    def _written(self, record, days_ago, user_id):
        self.env.flush_all()
        self.env.cr.execute(
            f"UPDATE {record._table} SET write_date = %s, write_uid = %s WHERE id = %s",
            [TODAY - timedelta(days_ago), user_id, record.id],
        )
        record.invalidate_recordset()

    def _flow(self, **values):
        flow = self.env["tpe.cash.recurring"].create(
            {
                "name": "Rent",
                "company_id": self.company.id,
                "category": "rent",
                "amount": 900,
                "first_day": TODAY,
                **values,
            }
        )
        self._written(flow, 5, self.env.uid)
        return flow

    def test_nobody_uses_the_forecast(self):
        self._check("forecast_used", 0.0, 0)

    def test_a_scenario_of_a_person_shows_use(self):
        scenario = self._scenario(days_ago=10)
        self.assertEqual(self._check("forecast_used", 1.0, 1), scenario)

    def test_a_quarter_later_it_shows_nothing_any_more(self):
        self._scenario(days_ago=92)
        self._check("forecast_used", 0.0, 0)

    def test_a_proposal_is_no_decision(self):
        flow = self._flow(is_proposed=True)
        self._check("forecast_used", 0.0, 0)
        flow.action_accept()
        self._written(flow, 5, self.env.uid)
        self.assertEqual(self._check("forecast_used", 1.0, 1), flow)

    def test_what_the_machine_wrote_shows_nothing(self):
        self._written(self._flow(), 5, self.env.ref("base.user_root").id)
        self._check("forecast_used", 0.0, 0)

    def test_the_last_decision_is_told(self):
        self._scenario(days_ago=30)
        bill = self._bill(1)
        line = bill.line_ids.filtered(lambda line: line.display_type == "payment_term")
        line._decide_pay_on(TODAY + timedelta(40))
        self.assertEqual(self._check("forecast_used", 1.0, 1), line)

    def test_the_day_of_the_firm_counts(self):
        # 29 December is 92 days ago; at 23:30 UTC it is the 30th in Paris.
        scenario = self._scenario()
        self.env.cr.execute(
            "UPDATE tpe_cash_scenario SET write_date = '2025-12-29 23:30:00'"
            " WHERE id = %s",
            [scenario.id],
        )
        self._check("forecast_used", 1.0, 1)

    def test_a_flow_put_away_shows_nothing(self):
        flow = self._flow()
        self._check("forecast_used", 1.0, 1)
        flow.active = False
        self._written(flow, 5, self.env.uid)
        self._check("forecast_used", 0.0, 0)

    def test_a_typed_balance_is_a_decision(self):
        self.company.tpe_cash_typed_on = TODAY - timedelta(91)
        self.assertEqual(self._check("forecast_used", 1.0, 1), self.company)
        for days in (92, -1):  # a quarter ago; tomorrow
            self.company.tpe_cash_typed_on = TODAY - timedelta(days)
            self._check("forecast_used", 0.0, 0)

    def test_nothing_posted_is_nothing_to_foresee(self):
        other, there = self._elsewhere()
        draft = self._invoice_in(there, self.customer)
        self.assertEqual(self._measures(other)["forecast_used"].value, 0.0)
        draft.button_draft()
        self.assertIsNone(self._measures(other)["forecast_used"].value)

    # --- The bank ---------------------------------------------------------------------

    def _line(self, days_ago, matched=False, journal=None):
        journal = journal or self.bank
        line = self.env["account.bank.statement.line"].create(
            {
                "journal_id": journal.id,
                "date": TODAY - timedelta(days_ago),
                "amount": 10.0,
                "payment_ref": "transfer",
            }
        )
        if matched:
            suspense = line.line_ids.filtered(
                lambda item: item.account_id == journal.suspense_account_id
            )
            suspense.account_id = self.company_data["default_account_revenue"]
            self.assertTrue(line.is_reconciled)
        return line

    def _second_bank(self):
        return self.env["account.journal"].create(
            {
                "name": "Second bank",
                "code": "BNK9",
                "type": "bank",
                "company_id": self.company.id,
            }
        )

    def test_no_bank_line(self):
        self._check("bank_fresh", None, 0)

    def test_days_since_the_bank_is_matched(self):
        self._line(10, matched=True)
        left = self._line(3)
        self.assertEqual(self._check("bank_fresh", 10.0, 1), left)

    def test_a_bank_that_was_never_matched(self):
        self._line(12)
        self._line(3)
        self._check("bank_fresh", 12.0, 2)

    def test_the_account_left_longest_is_told(self):
        self._line(2, matched=True)
        second = self._second_bank()
        self._line(20, matched=True, journal=second)
        self._check("bank_fresh", 20.0, 0)
        self.assertIn("Second bank", self._measure("bank_fresh").proof)

    def test_a_closed_account_is_left_out(self):
        self._line(2, matched=True)
        left = self._line(2)
        # 92 days before the last line of the other one.
        self._line(94, journal=self._second_bank())
        self.assertEqual(self._check("bank_fresh", 2.0, 1), left)

    def test_which_lines_are_to_match(self):
        left = self._line(10)
        self._line(9, matched=True)
        self._line(-1)
        self._line(8).move_id.button_draft()
        other, _there = self._elsewhere()
        foreign = self._line(50)
        self.env.flush_all()
        # A branch has its lines on the account of the whole.
        for table, record in (
            ("account_bank_statement_line", foreign),
            ("account_move", foreign.move_id),
        ):
            self.env.cr.execute(
                f"UPDATE {table} SET company_id = %s WHERE id = %s",
                [other.id, record.id],
            )
        self.env.invalidate_all()
        self.assertEqual(self._check("bank_fresh", 9.0, 1), left)
