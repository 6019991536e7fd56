from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, freeze_time

from .common import SopCommon
from .diagnostic_common import MANAGER

SIREN, SIRET, VAT = "732829320", "73282932000074", "FR44732829320"


@freeze_time("2026-03-31 07:00:00")
class SetupCommon(SopCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.firm = cls.env["res.company"].create({"name": "Menuiserie Aubry"})
        cls.lead = cls._person("lead", MANAGER)
        cls.lead.write(
            {"company_ids": [Command.set(cls.firm.ids)], "company_id": cls.firm.id}
        )

    def _open(self, user=None, company=None):
        setups = self.env["tpe.setup"].with_user(user or self.lead)
        setups = setups.with_company(company or self.firm)
        return setups.browse(setups.action_begin()["res_id"])


class TestSetup(SetupCommon):
    def test_what_is_known_is_there(self):
        setup = self._open()
        self.assertEqual(
            (setup.name, setup.country_id.code, setup.days, setup.cover_goal),
            ("Menuiserie Aubry", "FR", "working", 30),
        )
        self.assertEqual((setup.sent_from, setup.sent_until), (8, 19))
        self.assertEqual((setup.hourly_cost, setup.step), (35, "firm"))
        self.assertIn("Friendly reminder: 30 days", setup.policy_words)
        self.assertFalse(self.firm.tpe_dunning_started_on)

    def test_a_country_that_is_known_stays(self):
        self.firm.country_id = self.env.ref("base.be")
        self.assertEqual(self._open().country_id.code, "BE")

    def test_each_fact_goes_where_it_lives(self):
        setup = self._open()
        with Form(setup) as form:
            form.company_registry = SIRET
            form.vat = VAT
            form.legal_form = "SARL"
        setup.step = "calendar"
        with Form(setup) as form:
            form.days = "saturday"
        setup.step = "figures"
        with Form(setup) as form:
            form.threshold = 5000
            form.hourly_cost = 42
        setup.step = "einvoicing"
        with Form(setup) as form:
            form.platform_said = "yes"
            form.platform = "La Plateforme"
        firm = self.firm
        self.assertEqual(
            (firm.company_registry, firm.vat, firm.tpe_legal_form),
            (SIRET, VAT, "SARL"),
        )
        self.assertEqual(
            (firm.tpe_dunning_days, firm.tpe_cash_threshold), ("saturday", 5000)
        )
        self.assertEqual(firm._scoring_grid().hourly_cost, 42)
        point = self.env["tpe.diagnostic.point"].search(
            [("company_id", "=", firm.id), ("code", "=", "platform")]
        )
        self.assertEqual(
            (point.said, point.platform, point.said_by_id),
            ("yes", "La Plateforme", self.lead),
        )
        self.assertEqual((setup.hourly_cost, setup.platform), (42, "La Plateforme"))

    def test_what_cannot_be_changed_here(self):
        setup = self._open()
        other = self.company
        before = self.firm.currency_id
        another = (self.env.ref("base.USD") | self.env.ref("base.EUR")) - before
        setup.write({"currency_id": another[0].id})
        self.assertEqual(self.firm.currency_id, before)
        setup.write({"company_id": other.id, "name": "Aubry"})
        self.assertEqual((setup.company_id, self.firm.name), (self.firm, "Aubry"))

    def test_a_wrong_siren_says_what_to_do(self):
        setup = self._open()
        for wrong in ("732829321", "73282932", "73282932000075", "abc"):
            with self.assertRaisesRegex(ValidationError, "leave it empty for now"):
                setup.write({"company_registry": wrong, "legal_form": "SARL"})
        setup.write({"company_registry": "732 829 320"})
        self.assertEqual(self.firm._tpe_siren(), "732 829 320")
        setup.write({"company_registry": False})
        self.assertFalse(self.firm.company_registry)

    def test_a_vat_number_of_somebody_else(self):
        setup = self._open()
        with self.assertRaisesRegex(
            ValidationError, "not the one of the SIREN 552100554"
        ):
            setup.write({"company_registry": "552100554", "vat": VAT})
        setup.write({"company_registry": SIREN})
        setup.write({"vat": "FR 44 732829320"})
        with self.assertRaisesRegex(
            ValidationError, "not the one of the SIREN 732829320"
        ):
            setup.write({"vat": "FR83404833048"})

    def test_a_firm_abroad_has_other_numbers(self):
        self.firm.country_id = self.env.ref("base.be")
        setup = self._open()
        setup.write({"company_registry": "0477472701", "vat": "BE0477472701"})
        self.assertEqual(self.firm.company_registry, "0477472701")

    def test_steps_are_skipped_and_found_again(self):
        setup = self._open()
        setup.action_next()
        setup.action_skip()
        self.assertEqual(setup.step, "reminders")
        self.assertEqual(setup.passed, {"firm": "done", "address": "skipped"})
        self.assertEqual((setup.progress, setup.where), (29, "Step 3 of 8"))
        setup.action_back()
        setup.action_next()
        self.assertEqual(setup.passed, {"firm": "done", "address": "done"})
        again = self._open()
        self.assertEqual((again, again.step), (setup, "reminders"))
        for _step in range(9):
            setup.action_next()
        self.assertEqual((setup.step, setup.progress), ("ready", 100))
        self.assertFalse(self.firm.tpe_dunning_started_on)

    def test_the_home_of_the_diagnostic_offers_it(self):
        diagnostics = self.env["tpe.diagnostic"].with_user(self.lead)
        self.assertTrue(diagnostics.action_home()["set_up"])
        setup = self._open()
        for _step in range(7):
            self.assertTrue(diagnostics.action_home()["set_up"])
            setup.action_skip()
        self.assertFalse(diagnostics.action_home()["set_up"])
        self.assertFalse(
            self.env["tpe.diagnostic"].with_user(self.alice).action_home()["set_up"]
        )

    def test_the_diagnostic_begins(self):
        action = self._open().action_diagnostic()
        diagnostic = self.env["tpe.diagnostic"].browse(
            action["params"]["diagnostic_id"]
        )
        self.assertEqual(diagnostic.company_id, self.firm)


class TestSetupRights(SetupCommon):
    def test_managers_only(self):
        setup = self._open()
        taken = "taken@example.com"
        person = (
            self.env["tpe.setup.person"]
            .with_user(self.lead)
            .create({"setup_id": setup.id, "name": "Nadia", "email": taken})
        )
        assistant = self._person("helper", "tpe_base.group_tpe_assistant")
        accountant = self._person("keeper", "account.group_account_readonly")
        for user in (assistant, accountant):
            user.write(
                {"company_ids": [Command.set(self.firm.ids)], "company_id": self.firm}
            )
            with self.subTest(user.login):
                with self.assertRaises(AccessError):
                    self._open(user)
                theirs = setup.with_user(user)
                with self.assertRaises(AccessError):
                    theirs.read(["vat"])
                with self.assertRaises(AccessError):
                    theirs.write({"vat": VAT})
                with self.assertRaises(AccessError):
                    theirs.action_next()
                with self.assertRaises(AccessError):
                    # Not even whether this address has an account.
                    self.env["tpe.setup.person"].with_user(user).create(
                        {"setup_id": setup.id, "name": "X", "email": taken}
                    )
                theirs = person.with_user(user)
                with self.assertRaises(AccessError):
                    theirs.read(["email"])
                with self.assertRaises(AccessError):
                    theirs.write({"role": "owner"})
                with self.assertRaises(AccessError):
                    theirs.action_invite()
                with self.assertRaises(AccessError):
                    setup.with_user(user).action_diagnostic()
        self.assertFalse(self.firm.vat)
        self.assertFalse(person.user_id.sudo().has_group("tpe_base.group_tpe_manager"))

    def test_another_company_has_its_own(self):
        setup = self._open()
        boss = self._person("boss", MANAGER)
        theirs = setup.with_user(boss)
        with self.assertRaises(AccessError):
            theirs.write({"legal_form": "SAS"})
        with self.assertRaises(AccessError):
            self.env["tpe.setup.person"].with_user(boss).create(
                {"setup_id": setup.id, "name": "X", "email": "x@example.com"}
            )
        people = self.env["tpe.setup.person"]
        person = people.with_user(self.lead).create(
            {"setup_id": setup.id, "name": "Nadia", "email": "nadia@example.com"}
        )
        self.assertFalse(people.with_user(boss).search([]))
        for act in (
            lambda: person.with_user(boss).read(["email"]),
            lambda: person.with_user(boss).write({"role": "owner"}),
            person.with_user(boss).action_invite,
            theirs.action_diagnostic,
        ):
            with self.assertRaises(AccessError):
                act()
        own = self._open(boss, self.company)
        self.assertNotEqual(own, setup)
        own.write({"legal_form": "SAS"})
        self.assertFalse(self.firm.tpe_legal_form)


class TestSetupPeople(SetupCommon):
    def setUp(self):
        super().setUp()
        self.setup_ = self._open()

    def _add(self, role, email="nadia@example.com"):
        people = self.env["tpe.setup.person"].with_user(self.lead)
        return people.with_company(self.firm).create(
            {
                "setup_id": self.setup_.id,
                "name": "Nadia Petit",
                "email": email,
                "role": role,
            }
        )

    def test_each_role_has_its_groups_and_no_mail_leaves(self):
        invited = []
        self.patch(
            type(self.env["res.users"]),
            "_action_reset_password",
            lambda user, signup_type="reset": invited.append(user.login),
        )
        groups = {
            "owner": "tpe_base.group_tpe_manager",
            "assistant": "tpe_base.group_tpe_assistant",
            "accountant": "account.group_account_readonly",
        }
        for role, group in groups.items():
            user = self._add(role, f"{role}@example.com").user_id.sudo()
            self.assertEqual(user.company_ids, self.firm)
            self.assertEqual(user.login, f"{role}@example.com")
            self.assertEqual(
                {
                    name
                    for name in (
                        *groups.values(),
                        "account.group_account_manager",
                        "base.group_system",
                        "base.group_erp_manager",
                    )
                    if user.has_group(name)
                },
                {group} | ({groups["assistant"]} if role == "owner" else set()),
            )
        self.assertFalse(invited)

    def test_the_invitation_leaves_when_asked(self):
        person = self._add("assistant")
        sent = []
        users = type(self.env["res.users"])
        self.patch(
            users,
            "_action_reset_password",
            lambda user, signup_type="reset": sent.append((user.login, signup_type)),
        )
        person.action_invite()
        self.assertEqual(sent, [("nadia@example.com", "signup")])
        self.assertEqual(person.invited_on.isoformat(), "2026-03-31")

    def test_a_wrong_address_is_mended_until_he_signs_in(self):
        person = self._add("assistant")
        person.write({"email": "nadia.petit@example.com", "role": "accountant"})
        user = person.user_id.sudo()
        self.assertEqual(user.login, "nadia.petit@example.com")
        self.assertFalse(user.has_group("tpe_base.group_tpe_assistant"))
        self.env["res.users.log"].with_user(user).sudo().create({})
        user.invalidate_recordset()
        with self.assertRaises(UserError):
            person.write({"role": "owner"})
        with self.assertRaisesRegex(UserError, "has signed in already"):
            person.action_invite()

    def test_refused(self):
        with self.assertRaisesRegex(ValidationError, "no e-mail address"):
            self._add("assistant", "nadia")
        person = self._add("assistant")
        users = self.env["res.users"].search_count([])
        with self.assertRaisesRegex(ValidationError, "has an account already"):
            self._add("owner")
        self.assertEqual(self.env["res.users"].search_count([]), users)
        with self.assertRaises(AccessError):
            person.write({"user_id": self.alice.id})

    def test_no_account_is_taken_over(self):
        person = (
            self.env["tpe.setup.person"]
            .with_user(self.lead)
            .create(
                {
                    "setup_id": self.setup_.id,
                    "name": "Nadia",
                    "email": "n@example.com",
                    "role": "owner",
                    "user_id": self.alice.id,
                    "invited_on": "2026-03-01",
                }
            )
        )
        self.assertNotEqual(person.user_id, self.alice)
        self.assertFalse(person.invited_on)
        self.assertFalse(self.alice.has_group("tpe_base.group_tpe_manager"))
