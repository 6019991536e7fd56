from unittest.mock import patch

from odoo import Command
from odoo.tests import freeze_time, tagged

from .common import SopCommon
from .common_measure import Measuring


@tagged("post_install", "-at_install")
@freeze_time("2026-03-31 07:00:00")
class TestDiagnosticMeasurePeople(Measuring, SopCommon):
    """One procedure: *Office* rests on Alice, *Site* on Basile and Chloé."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["tpe.sop"].search([("id", "!=", cls.sop.id)]).active = False

    def test_procedures_active(self):
        self._procedure("Being written", approved=False)
        other = self.setup_other_company(name="Other")["company"]
        self._procedure("Of another firm").company_id = other
        second = self._procedure("Of all the firms")
        second.company_id = False
        # Two are in use, and nobody follows them.
        self._check("procedures_active", 0.0, 0)
        self.assertIn("0 of the 2", self._measure("procedures_active").proof)
        self._start()
        self._start()
        self.assertEqual(self._check("procedures_active", 1.0, 1), self.sop)
        run = self._start(second)
        self._check("procedures_active", 2.0, 2)
        run.sudo().company_id = other
        self._check("procedures_active", 1.0, 1)
        run.sudo().write({"company_id": self.company.id, "state": "cancelled"})
        self._check("procedures_active", 1.0, 1)
        run.sudo().state = "running"
        self._check("procedures_active", 2.0, 2)
        # Followed, and out of use since.
        second.active = False
        self._check("procedures_active", 1.0, 1)

    def test_a_procedure_of_last_year_is_not_followed(self):
        self._start().sudo().started_on = "2025-03-30 08:00:00"
        self._check("procedures_active", 0.0, 0)

    def test_bus_factor(self):
        self._check("bus_factor", 1.0, 1)
        self.assertIn("Alice alone", self._measure("bus_factor").proof)
        self.office.user_ids = self.denis
        # Alice and Denis both have to be away, or Basile and Chloé.
        self._check("bus_factor", 2.0, 1)

    def test_bus_factor_without_a_role(self):
        (self.office + self.site).write({"user_id": False, "user_ids": False})
        self._check("bus_factor", None, 0)

    # --- Two-factor -------------------------------------------------------------------

    def _staff(self):
        return self.env["res.users"].search(
            [("share", "=", False), ("company_ids", "in", self.company.ids)]
        )

    def _protect(self, users):
        self.env.cr.execute(
            "UPDATE res_users SET totp_secret = 'JBSWY3DPEHPK3PXP' WHERE id = ANY(%s)",
            [users.ids],
        )
        users.invalidate_recordset()

    def test_two_factor(self):
        # Two accountants of the common tests and four people, of whom Denis has left.
        self.denis.active = False
        staff = self._staff()
        self.assertEqual(len(staff), 5)
        self._protect(self.alice + self.denis)
        # One of five.
        users = self._check("two_factor", 20.0, 4)
        self.assertEqual(users, staff - self.alice)

    def test_people_of_elsewhere_do_not_count(self):
        self._person("portal", "base.group_portal")
        other = self.setup_other_company(name="Other")["company"]
        self.denis.write(
            {"company_ids": [Command.set(other.ids)], "company_id": other.id}
        )
        self._check("two_factor", 0.0, 5)

    def test_a_code_by_mail_asked_of_all_is_a_second_factor(self):
        parameters = self.env["ir.config_parameter"].sudo()
        parameters.set_param("auth_totp.policy", "employee_required")
        measures = type(self.env["tpe.diagnostic.measure"])
        with patch.object(measures, "_mails_codes", lambda self: True):
            self._check("two_factor", 100.0, 0)
            parameters.set_param("auth_totp.policy", "all_required")
            self._check("two_factor", 100.0, 0)
            parameters.set_param("auth_totp.policy", False)
            self._check("two_factor", 0.0, len(self._staff()))
            parameters.set_param("auth_totp.policy", "all_required")
        # The rule was left behind by an application that is gone.
        with patch.object(measures, "_mails_codes", lambda self: False):
            self._check("two_factor", 0.0, len(self._staff()))

    def test_two_factor_not_installed(self):
        measures = type(self.env["tpe.diagnostic.measure"])
        with patch.object(measures, "_knows_two_factor", lambda self: False):
            self._check("two_factor", None, 0)

    def test_a_company_without_an_account(self):
        other = self.setup_other_company(name="Other")["company"]
        self.env["res.users"].search([("company_ids", "in", other.ids)]).write(
            {"company_ids": [Command.unlink(other.id)]}
        )
        root = self.env.ref("base.user_root")
        root.company_ids += other
        self.assertIsNone(self._measures(other, root)["two_factor"].value)
