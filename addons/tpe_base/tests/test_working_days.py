from datetime import date

from odoo.tests import BaseCase, tagged

from ..tools.working_days import is_working_day, next_working_day, public_holidays


@tagged("-at_install", "post_install")
class TestWorkingDays(BaseCase):
    """Movable feasts read in printed calendars, not computed here."""

    def test_movable_feasts(self):
        for year, monday, ascension, whit in (
            (2023, date(2023, 4, 10), date(2023, 5, 18), date(2023, 5, 29)),
            (2024, date(2024, 4, 1), date(2024, 5, 9), date(2024, 5, 20)),
            (2025, date(2025, 4, 21), date(2025, 5, 29), date(2025, 6, 9)),
            (2026, date(2026, 4, 6), date(2026, 5, 14), date(2026, 5, 25)),
        ):
            with self.subTest(year=year):
                fixed = {
                    date(year, month, day)
                    for month, day in (
                        *((1, 1), (5, 1), (5, 8), (7, 14)),
                        *((8, 15), (11, 1), (11, 11), (12, 25)),
                    )
                }
                self.assertEqual(
                    public_holidays(year), fixed | {monday, ascension, whit}
                )

    def test_the_east_has_two_more(self):
        friday, boxing = date(2025, 4, 18), date(2025, 12, 26)
        for day in (friday, boxing):
            self.assertTrue(is_working_day(day))
            self.assertFalse(is_working_day(day, alsace_moselle=True))

    def test_the_next_working_day_jumps_over_weekends_and_holidays(self):
        # Saturday 8 November 2025; Monday 10 is worked, Tuesday 11 is not.
        self.assertEqual(next_working_day(date(2025, 11, 8)), date(2025, 11, 10))
        self.assertEqual(next_working_day(date(2025, 11, 11)), date(2025, 11, 12))
        # Easter Sunday 2026, then Easter Monday.
        self.assertEqual(next_working_day(date(2026, 4, 5)), date(2026, 4, 7))
