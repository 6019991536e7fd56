from odoo.exceptions import UserError
from odoo.tests import tagged

from ..models.client_letter import CASES
from .common import ScoringCommon


@tagged("-at_install", "post_install")
class TestLetterCases(ScoringCommon):
    """Letters a customer reads: calm, exact, and silent about what we think of him."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._sell(cls.customer, 1000, 760, 30, 30)
        cls.scores.sudo()._refresh(cls.company)

    def _letter(self, case, **values):
        return self.env["tpe.client.letter"].create(
            {
                "partner_id": self.customer.id,
                "case": case,
                "percent": 6,
                "reason": "trois factures restent impayées",
                **values,
            }
        )

    def _html(self, letter):
        html, _kind = self.env["ir.actions.report"]._render_qweb_html(
            "tpe_client_scoring.client_letter", letter.ids
        )
        return html.decode()

    def test_no_letter_says_what_we_think(self):
        """The customer is marked as badly as can be: nothing of it is written."""
        self.scores.search([]).sudo().write({"verdict": "part", "score_class": "d"})
        for case, _label in CASES:
            for lang in ("fr_FR", "en_US"):
                text = self._html(self._letter(case, lang=lang)).lower()
                for word in ("toxi", "score", "verdict", "classe d", "class d"):
                    self.assertNotIn(word, text, f"{case} {lang}")
                self.assertIn("bâtiments du rhône", text)

    def test_the_language_of_the_customer_then_of_the_company(self):
        self.assertEqual(self._letter("price").lang, "fr_FR")
        self.customer.lang = False
        self.assertEqual(self._letter("price").lang, "en_US")

    def test_each_case_in_french(self):
        said = {
            "price": "6&nbsp;%",
            "deposit": "acompte",
            "term": "<strong>45</strong> jours",
            "end": "L. 442-1, II du Code de commerce",
            "prospect": "Nous avons étudié votre demande",
            "consumer": "trois factures restent impayées",
        }
        for case, words in said.items():
            body = str(self._letter(case, days=45).body)
            self.assertIn(words, body)
            self.assertIn("Madame, Monsieur,", body)

    def test_the_notice_in_the_letter(self):
        letter = self._letter("end")
        self.assertEqual(letter.notice_months, 3)
        self.assertIn("3 mois", str(letter.body))
        self.assertIn("5 juillet 2026", str(letter.body))
        letter.notice_months = 18
        self.assertIn("5 octobre 2027", str(letter.body))

    def test_what_a_person_wrote_is_printed(self):
        letter = self._letter("price")
        letter.body = "<p>Cher Paul, nos prix montent.</p>"
        self.assertIn("Cher Paul", self._html(letter))

    def test_a_consumer_is_given_a_reason(self):
        letter = self._letter("consumer", reason=" ")
        with self.assertRaises(UserError):
            letter.action_print()
        with self.assertRaises(UserError):
            self._letter("price", percent=0).action_print()

    def test_sent_is_sent(self):
        letter = self._letter("price")
        letter.with_context(tpe_letter_leaves=True).message_post(body="x")
        self.assertEqual(letter.state, "sent")
        with self.assertRaises(UserError):
            letter.body = "<p>Other</p>"

    def test_a_hostile_name_is_text(self):
        self.customer.name = "<script>alert(1)</script>{{7*7}}"
        html = self._html(self._letter("consumer", reason="<img src=x onerror=y>"))
        self.assertNotIn("<script>alert", html)
        self.assertNotIn("<img src=x", html)
        self.assertIn("{{7*7}}", html)

    def test_only_a_manager_writes(self):
        reader = self._new_user("account.group_account_manager")
        assistant = self._new_user("tpe_base.group_tpe_assistant")
        letter = self._letter("price")
        self.assertEqual(letter.with_user(reader).case, "price")
        self._refused(letter.with_user(reader).action_print)
        self._refused(lambda: letter.with_user(assistant).read(["body"]))

    def test_the_composer(self):
        action = self._letter("price").action_send()
        composer = (
            self.env["mail.compose.message"]
            .with_context(**action["context"])
            .create({})
        )
        composer.action_send_mail()
        letter = self.env["tpe.client.letter"].search([])
        self.assertEqual(letter.state, "sent")
        sent = letter.message_ids.filtered(lambda message: message.attachment_ids)
        self.assertEqual(sent.partner_ids, self.customer)
        self.assertTrue(sent.attachment_ids.name.endswith(".pdf"))
