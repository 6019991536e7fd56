from odoo import Command, fields
from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from . import files
from .common import BankCommon


@tagged("-at_install", "post_install")
class TestBankRights(BankCommon):
    def _user(self, groups):
        return new_test_user(
            self.env,
            f"bank-{groups.replace(',', '-')}",
            groups,
            company_id=self.company.id,
            company_ids=[Command.set(self.company.ids)],
        )

    def _env(self, groups):
        return self.env(user=self._user(groups), context={})

    def test_an_assistant_imports_and_takes_back(self):
        one = self._upload(self._two(), env=self._env("tpe_base.group_tpe_assistant"))
        one.action_import()
        self.assertEqual(len(one.line_ids), 2)
        one.action_undo()
        self.assertFalse(one.line_ids)

    def test_whoever_invoices_imports(self):
        one = self._upload(self._two(), env=self._env("account.group_account_invoice"))
        one.action_import()
        self.assertEqual(one.state, "done")

    def test_who_reads_or_is_anybody_does_not(self):
        waiting = self._upload(self._two())
        for group in ("account.group_account_readonly", "base.group_user"):
            env = self._env(group)
            his = env["ir.attachment"].sudo().create({"name": "a", "raw": self._two()})
            with self.assertRaisesRegex(AccessError, "modify 'Bank File'"):
                self.files.with_env(env).create_document_from_attachment(his.ids)
            self.assertEqual(his.create_uid, env.user)
            self.assertFalse(his.res_model)
            for method in ("action_import", "action_undo", "action_read_again"):
                with (
                    self.subTest(method=method, group=group),
                    self.assertRaisesRegex(AccessError, "modify 'Bank File'"),
                ):
                    getattr(waiting.with_env(env), method)()
        self.assertEqual(waiting.state, "review")

    def test_another_company_stays_out_of_reach(self):
        second = self.env["res.company"].create({"name": "Second"})
        user = self._user("tpe_base.group_tpe_assistant")
        attachment = self.env["ir.attachment"].create(
            {"name": "a.xml", "raw": self._two()}
        )
        theirs = self.files.sudo().create(
            {"name": "a", "company_id": second.id, "attachment_id": attachment.id}
        )
        with self.assertRaises(AccessError):
            theirs.with_user(user).action_import()
        journal = self._bank("Ailleurs", company=self.company_data_2["company"])
        with self.assertRaises(AccessError):
            self._upload(
                self._two(), journal=journal, env=self.env(user=user, context={})
            )
        one = self._upload(self._two(), env=self.env(user=user, context={}))
        with self.assertRaises(Exception):  # noqa: B017, PT011
            one.journal_id = journal

    def test_a_document_of_somebody_else_is_not_a_bank_file(self):
        taken = self.env["ir.attachment"].create(
            {
                "name": "a.xml",
                "raw": self._two(),
                "res_model": "res.partner",
                "res_id": self.env.user.partner_id.id,
            }
        )
        with self.assertRaises(AccessError):
            self.files.create_document_from_attachment(taken.ids)

    def test_the_file_of_the_second_company_goes_there(self):
        second = self.company_data_2["company"]
        journal = self._bank("Ailleurs", files.OTHER, company=second)
        content = self._two().replace(files.OURS.encode(), files.OTHER.encode())
        both = self.env(context={"allowed_company_ids": [self.company.id, second.id]})
        one = self._upload(content, env=both)
        self.assertEqual((one.journal_id, one.company_id), (journal, second))
        one.action_import()
        self.assertEqual(one.line_ids.company_id, second)
        days = self.env["account.journal"]._tpe_bank_days(
            self.company, fields.Date.to_date("2026-12-31")
        )
        self.assertNotIn(journal.id, days)

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company_data_2 = cls.setup_other_company()
