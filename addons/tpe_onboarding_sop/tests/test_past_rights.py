import base64

from odoo import Command
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import freeze_time, tagged

from .past_common import PastCommon

CONSULTANT = (
    "base.group_system,account.group_account_manager,tpe_base.group_tpe_manager"
)


@tagged("-at_install", "post_install")
@freeze_time("2026-03-31 07:00:00")
class TestPastRights(PastCommon):
    """The owner alone, and the consultant; an assistant and the accountant do not."""

    def _whole_way(self, user):
        """From the workbook to the import taken back, with nobody's help."""
        imports = self.imports.with_user(user)
        self.assertEqual(imports.action_template()["type"], "ir.actions.act_url")
        self.assertTrue(imports._template())
        one = imports.create(
            {
                "name": f"{user.login}.xlsx",
                "file": base64.b64encode(self._usual()),
                "account_id": self.counterpart.id,
            }
        )
        one.action_check()
        self.assertEqual(one.state, "review")
        self.assertTrue(one.line_ids)
        one.action_import()
        self.assertRecordValues(one, [{"state": "done", "imported_by_id": user.id}])
        invoices = self.env["account.move"].with_user(user)
        self.assertEqual(len(invoices.search(one.action_open_invoices()["domain"])), 3)
        one.action_release()
        one.action_undo()
        self.assertEqual(one.state, "undone")
        self.assertFalse(self._move("F-2026-01"))
        one.unlink()

    def test_the_owner_begins_alone(self):
        self.assertFalse(self.manager.has_group("account.group_account_manager"))
        self._whole_way(self.manager)

    def test_the_consultant(self):
        self._whole_way(self._user("marc", CONSULTANT))

    def test_an_assistant_and_the_accountant_do_not(self):
        one = self._read(self._usual())
        assistant = self._user("karim", "tpe_base.group_tpe_assistant")
        accountant = self._user("sophie", "account.group_account_readonly")
        # Who administers Invoicing decides nothing in Pilotage.
        invoicing = self._user("ines", "account.group_account_manager")
        for user in (assistant, accountant, invoicing):
            theirs = one.with_user(user)
            for act in (
                *("action_check", "action_import", "action_undo", "action_release"),
                *("action_template", "_template"),
            ):
                with (
                    self.subTest(user=user.login, act=act),
                    self.assertRaises(AccessError),
                ):
                    getattr(theirs, act)()
            with self.assertRaises(AccessError):
                self.imports.with_user(user).create({"name": "x"})
            with self.assertRaises(AccessError):
                theirs.write({"term_days": 3})
            with self.assertRaises(AccessError):
                theirs.unlink()
        self.assertEqual(one.state, "review")
        self.assertEqual(one.with_user(accountant).line_ids, one.line_ids)
        self.assertEqual(one.with_user(accountant).refused_count, 0)
        with self.assertRaises(AccessError):
            one.with_user(assistant).read(["open_amount"])
        with self.assertRaises(AccessError):
            one.line_ids.with_user(assistant).read(["amount"])

    def test_the_counterpart_is_neither_a_sale_nor_the_bank(self):
        one = self._read(self._usual())
        data = self.company_data
        for account in (
            data["default_account_revenue"],
            data["default_account_receivable"],
            data["default_journal_bank"].default_account_id,
        ):
            with (
                self.subTest(account.code),
                self.assertRaisesRegex(ValidationError, "no counterpart"),
                self.env.cr.savepoint(),
            ):
                one.account_id = account
        self.env.invalidate_all()
        self.assertEqual(one.account_id, self.counterpart)

    def test_files_and_lines_of_another_company(self):
        one = self._read(self._usual())
        firm = self.env["res.company"].create({"name": "Autre"})
        stranger = self._user("paul", "tpe_base.group_tpe_manager")
        stranger.write({"company_ids": [Command.set(firm.ids)], "company_id": firm.id})
        for records in (one, one.line_ids):
            self.assertFalse(records.with_user(stranger).search([]))
            with self.assertRaises(AccessError):
                records.with_user(stranger).read(["company_id"])
        for act in ("action_check", "action_import", "action_undo"):
            with self.assertRaises(AccessError):
                getattr(one.with_user(stranger), act)()
