from odoo.tests import HttpCase, freeze_time, tagged

from .test_setup import SetupCommon


class SetupTour(SetupCommon):
    def _go(self):
        self.start_tour(
            "/odoo/set-up", "tpe_onboarding_sop_setup", login="lead", timeout=180
        )
        self.assertEqual(
            (self.firm.company_registry, self.firm.vat, self.firm.city),
            ("73282932000074", "FR44732829320", "Lyon"),
        )
        person = self.env["tpe.setup.person"].search([])
        self.assertEqual(person.user_id.login, "nadia@example.com")
        self.assertFalse(person.invited_on)
        diagnostic = self.env["tpe.diagnostic"].search(
            [("company_id", "=", self.firm.id)]
        )
        self.assertEqual(diagnostic.state, "done")
        self.assertIn("done", diagnostic.action_ids.mapped("state"))
        self.assertFalse(self.firm.tpe_dunning_started_on)


@tagged("-at_install", "post_install")
@freeze_time("2026-03-31 07:00:00")
class TestSetupTour(SetupTour, HttpCase):
    """A firm without any data: set up, diagnosed, its first action done."""

    def test_an_empty_firm(self):
        self._go()


@tagged("-at_install", "post_install")
@freeze_time("2026-03-31 07:00:00")
class TestSetupTourPhone(SetupTour, HttpCase):
    """The same on a phone."""

    browser_size = "390x844"
    touch_enabled = True

    def test_an_empty_firm(self):
        self._go()
