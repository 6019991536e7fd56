from odoo.tests import tagged
from odoo.tools import SQL, mute_logger

from .common import DunningCommon
from .smtp_server import html, smtp_server
from .test_send import SENDING_LOGS

NAMES = (
    'He said "no", <b>bold</b> & co',
    "{{ object.company_id.name }} <t t-out='1/0'/>",
    "\u202eright to left \u05e9\u05dc\u05d5\u05dd",
    "Line\r\nBcc: evil@example.com",
)


@tagged("-at_install", "post_install")
class TestHostile(DunningCommon):
    def setUp(self):
        super().setUp()
        self.mailbox = self.enterContext(smtp_server(self.env))
        self.env["tpe.dunning.level"].search([]).attach_invoices = False

    def test_names_are_words_and_nothing_else(self):
        for rank, name in enumerate(NAMES):
            partner = self._customer(name, email=f"name{rank}@example.com")
            self._invoice(40, partner=partner, ref="<script>alert(1)</script>")
        self._run_cron()
        self.assertEqual(len(self.mailbox.messages), len(NAMES))
        for rank, message in enumerate(self.mailbox.messages):
            self.assertEqual(
                message["To"].addresses[0].addr_spec, f"name{rank}@example.com"
            )
            self.assertEqual(len(message["To"].addresses), 1)
            self.assertNotIn("Bcc", message)
            self.assertNotIn("<script", html(message))

    def test_a_very_long_list_is_cut_and_the_total_is_right(self):
        """Ten thousand instalments of one invoice: one message, a short table."""
        total = 10_000
        invoice = self._invoice(40, amount=1)
        self.env.flush_all()
        # Straight in SQL: what is tested is the message, not the posting.
        self.env.cr.execute(
            SQL(
                "INSERT INTO account_move_line (%(columns)s) SELECT %(columns)s "
                "FROM account_move_line, generate_series(2, %(total)s) WHERE id IN %(ids)s",
                columns=self._columns(),
                total=total,
                # The counterpart too: the entry stays balanced.
                ids=tuple(invoice.line_ids.ids),
            )
        )
        # As the database does by itself a minute after: else it plans for one line.
        self.env.cr.execute("ANALYZE account_move_line")
        self.env.invalidate_all()
        self._run_cron()
        reminder = self.reminders.search([("partner_id", "=", self.customer.id)])
        self.assertEqual((reminder.state, reminder.note), ("sent", False))
        [message] = self.mailbox.messages
        text = html(message)
        plain = text.replace("\u202f", " ").replace("\xa0", " ")
        self.assertIn("10 000,00", plain)
        self.assertIn("9950", plain)
        self.assertLess(len(text), 120_000)
        self.assertEqual(len(reminder.line_ids), total)
        self.assertEqual(reminder.amount_net, total)

    def _columns(self):
        """Stored columns of a journal item, but its id."""
        fields = self.env["account.move.line"]._fields.values()
        names = [f.name for f in fields if f.column_type and f.store and f.name != "id"]
        return SQL(", ").join(map(SQL.identifier, names))

    @mute_logger(*SENDING_LOGS)
    def test_a_deleted_contact_falls_back_on_the_customer(self):
        contact = self.env["res.partner"].create(
            {
                "name": "Gone",
                "parent_id": self.customer.id,
                "email": "gone@example.com",
            }
        )
        self.customer.tpe_dunning_contact_id = contact
        self._invoice(40)
        self._plan().action_send()
        contact.unlink()
        self._run_cron()
        self.assertFalse(self.mailbox.to("gone@example.com"))
        self.assertEqual(len(self.mailbox.to(self.customer.email)), 1)

    def test_an_archived_contact_falls_back_on_the_customer(self):
        contact = self.env["res.partner"].create(
            {
                "name": "Left",
                "parent_id": self.customer.id,
                "email": "left@example.com",
                "active": False,
            }
        )
        self.customer.tpe_dunning_contact_id = contact
        self._invoice(40)
        self._run_cron()
        self.assertFalse(self.mailbox.to("left@example.com"))
        self.assertEqual(len(self.mailbox.to(self.customer.email)), 1)

    def test_the_price_of_a_message(self):
        """Queries of one more message, from the list to the mail server."""

        def queries(number):
            for rank in range(number):
                self._invoice(40, partner=self._customer(f"P{number} {rank}"))
            self.reminders._plan(self.company)
            self.env.flush_all()
            before = self.env.cr.sql_log_count
            self._run_cron(self.env.ref("tpe_dunning.ir_cron_dunning_send"))
            return self.env.cr.sql_log_count - before

        few, many = queries(2), queries(12)
        self.assertEqual(len(self.mailbox.messages), 14)
        # Mostly the two looks at the books and the words, as one customer's.
        self.assertLessEqual((many - few) / 10, 100)
