from odoo.tests import HttpCase, new_test_user, tagged


@tagged("-at_install", "post_install")
class TestDiagnosticTimingPage(HttpCase):
    """On a phone: start, change, leave and come back, lose the network, stop."""

    browser_size = "390x844"
    touch_enabled = True

    def test_a_day(self):
        groups = "base.group_user,tpe_onboarding_sop.group_sop_user"
        user = new_test_user(self.env, "timer", groups)
        self.start_tour(
            "/odoo/timed-week", "tpe_onboarding_sop_timed_week", login="timer"
        )
        timings = self.env["tpe.diagnostic.timing"].search(
            [("user_id", "=", user.id)], order="id"
        )
        self.assertEqual(len(timings), 2)
        self.assertTrue(all(timings.mapped("stopped_on")))
        self.assertEqual(len(set(timings.mapped("tap"))), 2)
