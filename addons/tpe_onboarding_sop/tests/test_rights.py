from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged

from .common import SopCommon


@tagged("-at_install", "post_install")
@freeze_time("2026-03-31 07:00:00")
class TestRights(SopCommon):
    """Readers, owners, managers; private procedures; other companies."""

    def test_reader_reads(self):
        sop = self.sop.with_user(self.denis)
        self.assertEqual(sop.version_id.step_ids[0].name, "Collect the hours")
        for act in (
            lambda: sop.write({"name": "x"}),
            lambda: sop.action_write(),
            lambda: sop.action_review(),
            lambda: sop.version_id.action_new_draft(),
            lambda: sop.env["tpe.sop"].create({"name": "x"}),
            lambda: sop.env["tpe.sop.role"].create({"name": "x"}),
        ):
            with self.assertRaises(AccessError):
                act()

    def test_only_the_owner_or_a_manager_approves(self):
        sop = self._procedure("Draft", approved=False)
        with self.assertRaises(AccessError):
            sop.draft_id.with_user(self.denis).action_approve()
        draft = sop.draft_id
        draft.with_user(self.alice).action_approve()
        self.assertEqual(draft.approved_by_id, self.alice)

    def test_nobody_writes_an_approval(self):
        draft = self._procedure("Draft", approved=False).draft_id
        for user in (self.alice, self.env.user):
            with self.assertRaises(AccessError):
                draft.with_user(user).write({"state": "approved"})

    def test_stranger(self):
        stranger = self._person("stranger", "base.group_user")
        for model in ("tpe.sop", "tpe.sop.version", "tpe.sop.step", "tpe.sop.run"):
            with self.assertRaises(AccessError):
                self.env[model].with_user(stranger).search([])

    def test_private(self):
        group = self.env["res.groups"].create({"name": "Payroll"})
        self.sop.group_ids = group
        run = self._start()
        records = (
            self.sop,
            self.sop.version_id,
            self.sop.version_id.step_ids,
            self.sop.version_id.signoff_ids,
            run,
            run.step_ids,
        )
        seen = self.env.user
        for record in records:
            self.assertTrue(record)
            self.assertTrue(record.with_user(self.alice).has_access("read"))
            self.assertTrue(record.with_user(seen).has_access("read"))
            self.assertFalse(record.with_user(self.denis).has_access("read"))
        with self.assertRaises(AccessError):
            run.with_user(self.denis).action_page()
        with self.assertRaises(AccessError):
            self._start(user=self.denis)
        self.denis.group_ids = [Command.link(group.id)]
        for record in records:
            self.assertTrue(record.with_user(self.denis).has_access("read"))

    def test_nobody_is_given_a_step_that_he_cannot_open(self):
        group = self.env["res.groups"].create({"name": "Payroll"})
        self.sop.group_ids = group
        # Neither Basile nor his stand-in may see it: the step goes to who leads.
        self.assertEqual(self._start().step_ids[0].user_id, self.alice)
        self.assertNotIn(self.basile, self.sop.version_id.unread_user_ids)
        self.chloe.group_ids = [Command.link(group.id)]
        run = self._start()
        self.assertEqual(run.step_ids[0].user_id, self.chloe)
        self.assertTrue(run.with_user(self.chloe).action_page())
        with self.assertRaisesRegex(UserError, "Denis may not see it"):
            run.step_ids[1].with_user(self.alice).action_hand_over(self.denis.id)
        self.assertEqual(run.step_ids[1].user_id, self.alice)
        with self.assertRaisesRegex(UserError, "Denis may not see it"):
            self._start(responsible=self.denis)
        trigger = self.env["tpe.sop.trigger"].create({"sop_id": self.sop.id})
        with self.assertRaisesRegex(UserError, "Denis may not see it"):
            trigger.responsible_id = self.denis
        manager = self._person("mona", "tpe_base.group_tpe_manager")
        self.assertEqual(self._start(responsible=manager).responsible_id, manager)

    def test_the_accountant_reads_once_he_follows_procedures(self):
        accountant = self._person("ada", "account.group_account_readonly")
        self.assertFalse(self.sop.with_user(accountant).has_access("read"))
        accountant.group_ids = [
            Command.link(self.env.ref("tpe_onboarding_sop.group_sop_user").id)
        ]
        self.assertTrue(self.sop.with_user(accountant).has_access("read"))
        self.assertFalse(self.sop.with_user(accountant).has_access("write"))

    def test_other_company(self):
        other = self.env["res.company"].create({"name": "Other"})
        foreign = self._person("foreign")
        foreign.write({"company_ids": [Command.set(other.ids)], "company_id": other.id})
        run = self._start()
        for record in (
            self.sop,
            self.sop.version_id,
            self.sop.version_id.step_ids,
            self.sop.version_id.signoff_ids,
            self.office,
            run,
            run.step_ids,
        ):
            self.assertFalse(record.with_user(foreign).has_access("read"))

    def test_of_all_companies(self):
        other = self.env["res.company"].create({"name": "Other"})
        foreign = self._person("foreign")
        foreign.write({"company_ids": [Command.set(other.ids)], "company_id": other.id})
        self.sop.company_id = False
        run = self._start(user=foreign)
        self.assertEqual(run.company_id, other)
        # Nobody there holds the roles: the responsible has every step.
        self.assertEqual(run.step_ids.user_id, foreign)
        self.assertFalse(run.with_user(self.denis).has_access("read"))
