from datetime import timedelta

from psycopg2.errors import CheckViolation

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from odoo.addons.tpe_dunning.tests.common import TODAY

from .common_diagnostic import DiagnosticCommon


@tagged("-at_install", "post_install")
@freeze_time("2026-03-31 07:00:00")
class TestDiagnosticTool(DiagnosticCommon):
    """The register: proposed from the bills once, « not used » by a person only."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tools = cls.env["tpe.diagnostic.tool"]
        accounts = cls.env["account.account"]
        cls.licences, cls.rents = accounts.create(
            [
                {"name": "Licences", "code": "651199", "account_type": "expense"},
                {"name": "Rents", "code": "613299", "account_type": "expense"},
            ]
        )
        cls.editor, cls.landlord, cls.once = cls.env["res.partner"].create(
            [{"name": "Editor"}, {"name": "Landlord"}, {"name": "Once"}]
        )
        for month in range(4):
            cls._bill(cls.editor, cls.licences, 20 + 30 * month, 129.0, "Jobs – 03")
            cls._bill(cls.landlord, cls.rents, 20 + 30 * month, 1480.0, "Workshop")
        cls._bill(cls.once, cls.licences, 20, 900.0, "Training")

    @classmethod
    def _bill(cls, partner, account, days_ago, amount, text):
        day = TODAY - timedelta(days_ago)
        bill = cls.env["account.move"].create(
            {
                "move_type": "in_invoice",
                "partner_id": partner.id,
                "invoice_date": day,
                "date": day,
                "invoice_date_due": day,
                "invoice_payment_term_id": False,
                "invoice_line_ids": [
                    Command.create(
                        {
                            "name": text,
                            "price_unit": amount,
                            "account_id": account.id,
                            "tax_ids": False,
                        }
                    )
                ],
            }
        )
        bill.action_post()

    def test_prefill(self):
        action = self.tools.with_user(self.boss).action_prefill()
        self.assertEqual(action["res_model"], "tpe.diagnostic.tool")
        found = self.tools.search([])
        self.assertEqual(
            (found.supplier_id, found.name, found.monthly_cost, found.state),
            (self.editor, "Jobs", 129.0, "proposed"),
        )
        self.assertIn("4 bills", found.origin)
        self.assertFalse(self.tools._prefill(self.company))
        found.with_user(self.boss).action_accept()
        self.assertEqual((found.state, found.last_used_on), ("used", False))
        self.assertFalse(self.tools._prefill(self.company))

    def test_refused_is_not_proposed_again(self):
        self.tools._prefill(self.company).with_user(self.boss).action_refuse()
        answer = self.tools.with_user(self.boss).action_prefill()
        self.assertEqual(answer["tag"], "display_notification")
        self.assertFalse(self.tools.search([]))

    def test_two_subscriptions_of_a_supplier_are_one_proposal(self):
        # 129 a month and 60 a quarter: 149 a month.
        for quarter in range(4):
            self._bill(self.editor, self.licences, 10 + 91 * quarter, 60.0, "Backup")
        found = self.tools._prefill(self.company)
        self.assertEqual((found.name, found.monthly_cost), ("Editor", 149.0))

    def test_a_contact_of_a_known_supplier(self):
        contact = self.env["res.partner"].create(
            {"name": "Desk", "parent_id": self.editor.id}
        )
        self.tools.create({"name": "By hand", "supplier_id": contact.id})
        self.assertFalse(self.tools._prefill(self.company))

    def test_a_flow_typed_by_hand(self):
        self.env["tpe.cash.recurring"].create(
            [
                {"name": "Bookings", "partner_id": self.once.copy().id, "amount": 60,
                 "periodicity": "quarterly"},
                {"name": "Also rented", "partner_id": self.landlord.id, "amount": 9},
            ]
        )  # fmt: skip
        found = self.tools._prefill(self.company)
        self.assertEqual(
            {(tool.name, tool.monthly_cost) for tool in found},
            {("Jobs", 129.0), ("Bookings", 20.0)},
        )

    def test_of_each_firm(self):
        other, foreign = self._other_company()
        self.assertFalse(self.tools._prefill(other))
        tool = self.tools._prefill(self.company)
        self.assertFalse(self.tools.with_user(foreign).search([]))
        with self.assertRaises(AccessError):
            tool.with_user(foreign).action_unused()

    def test_not_used_is_said_by_a_person(self):
        tool = self.tools.create({"name": "Fax", "monthly_cost": 21})
        with self.assertRaises(UserError):
            tool.with_user(self.env.ref("base.user_root")).action_unused()
        for change in (
            {"state": "unused"},
            {"unused_by_id": self.boss.id},
            {"last_used_on": "2026-03-01"},
        ):
            with self.assertRaises(AccessError):
                tool.with_user(self.boss).write(change)
            with self.assertRaises(AccessError):
                self.tools.with_user(self.boss).create({"name": "New", **change})
        with mute_logger("odoo.sql_db"), self.assertRaises(CheckViolation):
            tool.sudo().state = "unused"
            tool.flush_recordset()
        tool.invalidate_recordset()
        self.assertEqual(tool.state, "used")

    def test_said_with_who_and_when(self):
        tool = self.tools.create({"name": "Fax", "monthly_cost": 21})
        tool.with_user(self.boss).action_unused()
        self.assertEqual(
            (tool.state, tool.unused_by_id, str(tool.unused_on)),
            ("unused", self.boss, "2026-03-31"),
        )
        tool.with_user(self.boss).action_used()
        self.assertEqual(
            (tool.state, tool.last_used_by_id, str(tool.last_used_on)),
            ("used", self.boss, "2026-03-31"),
        )
        self.assertFalse(tool.unused_on or tool.unused_by_id)

    def test_what_it_brings(self):
        # 4 hours at 50, less 129.
        tool = self.tools.create(
            {"name": "Jobs", "monthly_cost": 129, "hours_saved": 4}
        )
        self.assertEqual(tool.worth, 71.0)

    def test_who_may(self):
        tool = self.tools.create({"name": "Jobs", "monthly_cost": 129})
        mine = self.tools.create(
            {"name": "Mail", "monthly_cost": 30, "owner_id": self.assistant.id}
        )
        seen = self.tools.with_user(self.assistant).search([])
        self.assertEqual(seen, mine)
        for read in (
            lambda: seen.read(["monthly_cost"]),
            lambda: seen.read(["worth"]),
            lambda: seen.write({"name": "x"}),
            lambda: tool.with_user(self.assistant).action_used(),
            lambda: self.tools.with_user(self.assistant).action_prefill(),
            lambda: tool.with_user(self.accountant).action_used(),
            lambda: tool.with_user(self.accountant).write({"name": "x"}),
            lambda: self.tools.with_user(self.accountant).action_prefill(),
        ):
            with self.assertRaises(AccessError):
                read()
        seen.action_unused()
        self.assertEqual((mine.state, mine.unused_by_id), ("unused", self.assistant))
        self.assertEqual(tool.with_user(self.accountant).monthly_cost, 129)
