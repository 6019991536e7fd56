from datetime import date

from psycopg2 import IntegrityError

from odoo.exceptions import UserError
from odoo.tests import Form, freeze_time, tagged
from odoo.tools import mute_logger

from .common import TODAY
from .injunction_common import InjunctionCommon


@tagged("-at_install", "post_install")
@freeze_time("2026-03-31 07:00:00")
class TestInjunctionCourt(InjunctionCommon):
    """From the filing to the enforceable order."""

    def test_the_order_is_served_within_three_months_and_the_manager_is_told(self):
        case = self._built(self._due())
        with freeze_time("2026-11-22"):
            case.filed_on = date(2026, 9, 10)
            self.assertEqual(case.state, "filed")
            case.order_on = date(2026, 10, 15)
            self.assertEqual(
                (case.state, case.service_deadline), ("ordered", date(2027, 1, 15))
            )
            activity = case.activity_ids
            self.assertEqual(activity.user_id, self.manager)
            self.assertEqual(activity.date_deadline, date(2026, 12, 25))
            self.assertFalse(case.is_urgent)
            self.assertIn("01/15/2027", case.next_step)
        with freeze_time("2027-01-16"):
            case.invalidate_recordset()
            self.assertTrue(case.is_urgent)
            self.assertIn("has lapsed", case.next_step)
        with freeze_time("2027-01-10"):
            case.served_on = date(2027, 1, 10)
            self.assertRecordValues(
                case,
                [
                    {
                        "state": "served",
                        "opposition_until": date(2027, 2, 10),
                        "enforceable_from": date(2027, 3, 10),
                        "is_urgent": False,
                    }
                ],
            )
            self.assertEqual(case.activity_ids.date_deadline, date(2027, 3, 10))
            case.opposed_on = date(2027, 2, 1)
        self.assertEqual(case.state, "opposed")
        self.assertFalse(case.activity_ids)

    def test_an_order_made_before_september_has_six_months(self):
        case = self._built(self._due())
        with freeze_time("2026-11-22"):
            case.write({"filed_on": date(2026, 8, 1), "order_on": date(2026, 8, 31)})
            self.assertEqual(case.service_deadline, date(2027, 2, 28))
            case.served_on = date(2026, 11, 1)
            self.assertFalse(case.enforceable_from)
            self.assertIn("registry", case.next_step)

    def test_dates_follow_each_other(self):
        case = self._built(self._due())
        for values in (
            {"order_on": date(2026, 10, 1)},
            {"filed_on": date(2026, 10, 2), "order_on": date(2026, 10, 1)},
            {
                "filed_on": date(2026, 9, 1),
                "order_on": date(2026, 10, 1),
                "served_on": date(2026, 9, 30),
            },
            {"filed_on": date(2026, 9, 1), "opposed_on": date(2026, 10, 1)},
        ):
            with (
                self.subTest(values),
                mute_logger("odoo.sql_db"),
                self.assertRaises(IntegrityError),
                self.env.cr.savepoint(),
            ):
                case.write(values)
                self.env.flush_all()

    def test_a_filed_file_stays_as_it_was(self):
        case = self._built(self._due())
        case.filed_on = TODAY
        with self.assertRaisesRegex(UserError, "stays as it was sent"):
            case.action_rebuild()
        with self.assertRaisesRegex(UserError, "is kept"):
            case.unlink()

    def test_the_dates_are_typed_on_the_form(self):
        case = self._built(self._due())
        with Form(case) as form:
            form.filed_on = TODAY
            form.order_on = TODAY
        self.assertEqual(case.service_deadline, date(2026, 9, 30))
