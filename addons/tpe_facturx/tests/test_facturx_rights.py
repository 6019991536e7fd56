from unittest.mock import patch

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from . import invoice_files as files
from .product_common import FacturxCommon

OPERATIONS = ("read", "write", "create", "unlink")
READ = ("read",)
# Who may do what: invoicing alone, assistant, manager, accountant. Nobody else anything.
RIGHTS = {
    "tpe.facturx.rule": (READ, READ, READ, READ),
    "tpe.facturx.check": (READ, READ, READ, READ),
    "tpe.facturx.finding": (READ, READ, READ, READ),
    "tpe.facturx.gap": (READ, READ, READ, READ),
    "tpe.facturx.collected": (READ, READ, READ, READ),
    "tpe.facturx.status.code": (READ, READ, READ, READ),
    "tpe.facturx.status": (READ, OPERATIONS[:3], OPERATIONS[:3], READ),
    "tpe.facturx.status.amount": (READ, OPERATIONS, OPERATIONS, READ),
    "tpe.facturx.status.import": ((), OPERATIONS, OPERATIONS, ()),
    "tpe.facturx.status.import.line": ((), OPERATIONS, OPERATIONS, ()),
    "tpe.facturx.batch": (READ, READ, ("read", "unlink"), READ),
    "tpe.facturx.batch.line": (READ, READ, READ, READ),
    "tpe.facturx.batch.new": ((), (), OPERATIONS, ()),
    "tpe.facturx.file": (READ, READ, READ, READ),
    "tpe.facturx.file.add": ((), OPERATIONS, OPERATIONS, ()),
}
MENUS = {
    "base.group_user": set(),
    "account.group_account_readonly": {
        *("readiness", "checks", "batches", "follow_up", "collected", "files")
    },
    "tpe_base.group_tpe_assistant": {
        *("readiness", "checks", "batches", "follow_up", "collected", "files"),
        "status_import",
    },
    "tpe_base.group_tpe_manager": {
        *("readiness", "checks", "batches", "follow_up", "collected", "files"),
        *("status_import", "batch_new"),
    },
}


@tagged("-at_install", "post_install")
class TestFacturxRights(FacturxCommon):
    """Each right and each company rule of the addon, in one table."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.roles = [
            cls._user(group.rpartition("_")[2], group)
            for group in (
                "account.group_account_invoice",
                "tpe_base.group_tpe_assistant",
                "tpe_base.group_tpe_manager",
                "account.group_account_readonly",
            )
        ]
        cls.nobody = cls._user("nobody", "base.group_user")
        cls.elsewhere = cls._create_company(
            name="Elsewhere", country_id=cls.env.ref("base.fr").id
        )
        cls.stranger = cls._user(
            "stranger", "tpe_base.group_tpe_manager", cls.elsewhere
        )
        cls.invoice = cls._invoice(partner=cls._customer("Sans rue", street=False))

    def test_every_model_is_in_the_table(self):
        ours = self.env["ir.model"].search([("model", "=like", "tpe.facturx.%")])
        stored = {name for name in ours.mapped("model") if not self.env[name]._abstract}
        self.assertEqual(stored, set(RIGHTS))

    def test_who_may_do_what(self):
        for model, rights in RIGHTS.items():
            for user, may in zip(
                (*self.roles, self.nobody), (*rights, ()), strict=True
            ):
                with self.subTest(model=model, user=user.login):
                    records = self.env[model].with_user(user)
                    found = tuple(op for op in OPERATIONS if records.has_access(op))
                    self.assertEqual(found, may)

    def test_who_sees_which_menu(self):
        names = set().union(*MENUS.values())
        for group, expected in MENUS.items():
            with self.subTest(group=group):
                user = self._user(f"menu-{group}", group)
                seen = self.env["ir.ui.menu"].with_user(user)._visible_menu_ids()
                found = {
                    name
                    for name in names
                    if self.env.ref(f"tpe_facturx.menu_facturx_{name}").id in seen
                }
                self.assertEqual(found, expected)

    def _records(self):
        """A record of each model that belongs to a company, all of the first one."""
        self._pay(self.invoice, 120)
        verdict = self._verdict(("BR-CO-15", ""))
        self.env["tpe.facturx.check"]._record(self.invoice, verdict, False)
        check = self.invoice.tpe_facturx_check_ids
        status = self.env["tpe.facturx.status"].create(
            {
                "move_id": self.invoice.id,
                "code_id": self.env.ref("tpe_facturx.status_212").id,
                "amount_ids": [Command.create({"rate": 20, "amount": 120, "vat": 20})],
            }
        )
        batch = self.env["tpe.facturx.batch"]._ask(self.invoice, "Mars 2026").sudo()
        attachment = self.env["ir.attachment"].create(
            {"name": "a.xml", "raw": files.cii()}
        )
        received = self.env["tpe.facturx.file"]._receive(
            attachment, self.company, official=False
        )
        gaps = self.env["tpe.facturx.gap"].search(
            [("company_id", "=", self.company.id)]
        )
        collected = self.env["tpe.facturx.collected"].search(
            [("move_id", "=", self.invoice.id)]
        )
        return (
            *(check, check.finding_ids, status, status.amount_ids),
            *(batch, batch.line_ids, received, gaps, collected),
        )

    def test_another_company_reads_nothing(self):
        owned = {name for name in RIGHTS if "company_id" in self.env[name]._fields} - {
            name for name in RIGHTS if self.env[name]._transient
        }
        records = {record._name: record for record in self._records()}
        self.assertEqual(set(records), owned)
        for name, record in records.items():
            with self.subTest(model=name):
                self.assertTrue(record.with_user(self.roles[2]).search([]) >= record)
                self.assertFalse(
                    record.with_user(self.stranger).search([("id", "in", record.ids)])
                )
                with self.assertRaises(AccessError):
                    record.with_user(self.stranger).check_access("read")

    def test_another_company_does_nothing(self):
        check, finding, status, _amounts, batch, _lines, file, gap, collected = (
            record.with_user(self.stranger) for record in self._records()
        )
        batch.sudo().state = "failed"
        moves = self.invoice.with_user(self.stranger)
        for action in (
            *(check.action_open_invoice, finding.action_mend),
            *(status.action_take_back, status.action_open_invoice),
            *(batch.action_again, batch.action_download),
            *(file.action_check, file.action_bill),
            *(gap[:1].action_mend, collected[:1].action_open_invoice),
            *(moves.action_tpe_facturx_check, moves.action_tpe_facturx_batch),
            *(moves.action_facturx, moves.action_facturx_again),
        ):
            with self.subTest(action=str(action)):
                self.env.invalidate_all()
                with self.assertRaises(AccessError):
                    action()
        with self.assertRaises(AccessError):
            moves.action_tpe_facturx_mend("gap:res.company:1:")
        batch.sudo().state = "queued"
        with self.assertRaises(AccessError):
            batch.action_cancel()
        self.assertFalse(status.sudo().withdrawn)

    def test_another_company_notes_no_status(self):
        with self.assertRaises(AccessError):
            self.env["tpe.facturx.status"].with_user(self.stranger).create(
                {
                    "move_id": self.invoice.id,
                    "code_id": self.env.ref("tpe_facturx.status_204").id,
                }
            )

    def test_another_company_queues_no_zip_by_the_wizard(self):
        wizard = self.env["tpe.facturx.batch.new"].with_user(self.stranger)
        wizard = wizard.create(
            {
                "company_id": self.company.id,
                "date_from": "2026-03-01",
                "date_to": "2026-03-31",
            }
        )
        self.assertEqual(wizard.count, 0)
        with self.assertRaises(UserError):
            wizard.action_prepare()

    def test_nobody_receives_for_another_company(self):
        attachment = (
            self.env["ir.attachment"]
            .with_user(self.stranger)
            .create({"name": "a.xml", "raw": files.cii()})
        )
        wizard = self.env["tpe.facturx.file.add"].with_user(self.stranger)
        wizard = wizard.create(
            {"company_id": self.company.id, "attachment_ids": attachment.ids}
        )
        with self.assertRaises(AccessError):
            wizard.action_check()
        wizard.company_id = self.elsewhere
        wizard.action_check()

    def test_nobody_is_told_how_ready_the_firm_is(self):
        gaps = self.env["tpe.facturx.gap"]
        for user in self.roles:
            with self.subTest(user=user.login):
                self.assertEqual(
                    gaps.with_user(user).action_readiness()["customers"], 1
                )
        with patch.object(self.env.registry[gaps._name], "_readiness") as figures:
            with self.assertRaises(AccessError):
                gaps.with_user(self.nobody).action_readiness()
            figures.assert_not_called()

    def test_each_company_is_told_its_own_figures(self):
        gaps = self.env["tpe.facturx.gap"].with_user(self.stranger)
        found = gaps.action_readiness()
        self.assertEqual((found["customers"], found["invoiced"]), (0, 0))
