from email.message import EmailMessage

from odoo.exceptions import ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from . import files
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

    def test_a_mail_to_the_address_brings_the_bytes_that_were_sent(self):
        """Through core's gateway, as banks and mail programs label their files."""
        self.box.alias_domain_id = self.env["mail.alias.domain"].create(
            {"name": "firm.example"}
        )
        text = "Date;Libellé;Montant\n{day}/11/2026;CAFÉ DE L’ÎLE {day};-2,40\n"
        island, excel = "CAFÉ DE L’ÎLE ", "application/vnd.ms-excel"
        ofx = files.OFX.replace("20261103", "20261109")
        xml = self._two("2026-11-12", "0.00", "1180.00").decode()
        xml = xml.replace("UTF-8", "ISO-8859-1").replace("FRAIS", "FRAIS GÉRÉS")
        for rank, (content, name, kind, wanted) in enumerate(
            (
                (text.format(day="03").encode("cp1252"), "a.csv", "text/csv", island + "03"),
                (text.format(day="04").encode(), "a.csv", "text/csv", island + "04"),
                (text.format(day="05").encode("cp1252"), "a.csv", excel, island + "05"),
                (ofx.encode("cp1252"), "a.ofx", "text/plain", "CB CAFÉ & CO"),
                (xml.encode("latin-1"), "a.xml", "text/xml; charset=iso-8859-1", "FRAIS GÉRÉS"),
            )
        ):  # fmt: skip
            before = self.files.search([])
            mail = EmailMessage()
            mail["From"] = "Banque <releves@bank.example>"
            mail["To"] = self.box.alias_email
            mail["Message-Id"] = f"<{rank}@bank.example>"
            mail.set_content("Votre relevé")
            mail.add_attachment(
                content, maintype="application", subtype="x", filename=name
            )
            mail.get_payload()[1].replace_header("Content-Type", kind)
            self.env["mail.thread"].message_process(None, mail.as_bytes())
            one = self.files.search([]) - before
            self.assertIn(wanted, one.line_ids.mapped("payment_ref"), kind)
            self.assertEqual(one.attachment_id.raw, content)

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
