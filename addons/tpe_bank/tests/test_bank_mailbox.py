from odoo.exceptions import ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import BankCommon


@tagged("-at_install", "post_install")
class TestBankMailbox(BankCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.box = cls.env["tpe.bank.mailbox"].create(
            {"journal_id": cls.journal.id, "senders": "Banque <releves@bank.example>"}
        )

    def _mail(self, content, sender="releves@bank.example", name="releve.xml"):
        before = self.files.search([])
        self.box.message_update(
            {"email_from": sender, "attachments": [(name, content, {})]}
        )
        return self.files.search([]) - before

    def test_the_address_is_its_own_and_not_to_be_guessed(self):
        alias = self.box.alias_id
        self.assertEqual(alias.alias_force_thread_id, self.box.id)
        self.assertEqual(alias.alias_model_id.model, "tpe.bank.mailbox")
        self.assertRegex(self.box.alias_name, r"^banque-.*-[0-9a-f]{8}$")

    def test_files_of_a_known_sender_are_imported(self):
        one = self._mail(self._two().decode())
        self.assertEqual((one.state, len(one.line_ids)), ("done", 2))
        self.assertFalse(one.activity_ids)

    def test_files_of_anybody_wait_for_a_person(self):
        one = self._mail(self._two(), "somebody@else.example")
        self.assertEqual(one.state, "review")
        self.assertEqual(one.activity_ids.user_id, self.box.user_id)
        one.action_import()
        self.assertFalse(one.activity_ids)

    def test_who_only_looks_like_a_known_sender_waits_too(self):
        for rank, sender in enumerate(
            (
                '"releves@bank.example" <thief@else.example>',
                "thief@else.example, releves@bank.example",
                "releves@bank.example.else.example",
                "",
            )
        ):
            one = self._mail(self._two(f"2026-11-{3 + rank:02}"), sender)
            self.assertEqual((one.state, len(one.line_ids)), ("review", 0), sender)

    def test_where_no_sender_is_named_everything_waits(self):
        self.box.senders = False
        for sender in ("", "somebody", "releves@bank.example"):
            one = self._mail(self._two(), sender)
            self.assertEqual(one.state, "review", sender)

    def test_what_is_refused_is_seen_by_a_person(self):
        one = self._mail(self._two()[:900])
        self.assertEqual(one.state, "refused")
        self.assertIn("before its end", one.activity_ids.note)

    def test_what_looks_alike_or_leaves_a_gap_is_seen_by_a_person(self):
        self._mail(self._two())
        text = "Date;Libellé;Montant\n03/11/2026;AUTREMENT;1200,00\n"
        one = self._mail(text.encode(), name="a.csv")
        self.assertEqual((one.state, len(one.activity_ids)), ("review", 1))
        two = self._mail(self._two("2026-11-10", "9000.00", "10180.00"))
        self.assertEqual((two.state, len(two.activity_ids)), ("done", 1))

    def test_logos_are_no_bank_files(self):
        self.assertFalse(self._mail(b"\x89PNG", name="logo.png"))

    @mute_logger("odoo.addons.tpe_bank.models.bank_mailbox")
    def test_a_mail_never_bounces(self):
        self.box.message_update(
            {"email_from": "releves@bank.example", "attachments": [("a.xml", 12, {})]}
        )
        self.assertEqual(len(self.journal.activity_ids), 1)

    def test_senders_are_addresses(self):
        with self.assertRaises(ValidationError):
            self.box.senders = "releves@bank.example, bank"
