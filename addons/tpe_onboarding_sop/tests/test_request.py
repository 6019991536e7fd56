import base64
import hashlib
import re

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged

from .common import SopCommon

# A SIREN and a SIRET whose keys are right (La Poste's head office is public).
SIREN, SIRET = "356000000", "35600000000048"
PDF = b"%PDF-1.4 terms of sale"


@tagged("post_install", "-at_install")
class TestRequest(SopCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.karim = cls._person("karim", "tpe_base.group_tpe_assistant")
        cls.partner = cls._customer(
            "Menuiserie Perrin", lang="en_US", company_registry=False, street=False
        )
        cls.request = (
            cls.env["tpe.sop.request"]
            .with_user(cls.karim)
            .create(
                {
                    "partner_id": cls.partner.id,
                    "company_id": cls.company.id,
                    "document_ids": [
                        Command.create(
                            {"name": "terms.pdf", "file": base64.b64encode(PDF)}
                        )
                    ],
                }
            )
        )

    def setUp(self):
        super().setUp()
        self.env["tpe.dunning.access.hit"].sudo().search([]).unlink()

    def _send(self):
        self.request.action_send()
        return self.request._path()

    def _post(self, path, **values):
        page = self.url_open(path).text
        token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page).group(1)
        return self.url_open(
            f"{path}/answer", data={"csrf_token": token, **values}, timeout=30
        )

    def _answers(self, **values):
        return {
            "answer_name": "Menuiserie Perrin SARL",
            "answer_registry": "356 000 000",
            "answer_street": "3 rue des Lilas",
            "answer_zip": "69003",
            "answer_city": "Lyon",
            "answer_email": "compta@perrin.example",
            "signed_by": "Jeanne Perrin",
            f"sign_{self.request.document_ids.id}": "1",
            **values,
        }

    def test_the_message_holds_the_link(self):
        path = self._send()
        mail = self.env["mail.mail"].sudo().search([], order="id desc", limit=1)
        self.assertIn(path, mail.body_html)

    def test_answer_then_accept(self):
        path = self._send()
        response = self._post(path, **self._answers())
        self.assertIn("Thank you", response.text)
        self.request.invalidate_recordset()
        self.assertEqual(self.request.state, "answered")
        self.assertFalse(
            self.partner.street, "nothing is written before it is accepted"
        )
        self.assertIn("3 rue des Lilas", self.request.changes)
        self.assertTrue(self.request.activity_ids)
        document = self.request.document_ids
        self.assertEqual(document.signed_by, "Jeanne Perrin")
        self.assertEqual(document.digest, hashlib.sha256(PDF).hexdigest())
        self.request.action_accept()
        self.assertEqual(self.partner.street, "3 rue des Lilas")
        self.assertEqual(self.partner.company_registry, SIREN)
        self.assertFalse(self.request.activity_ids)

    def test_what_is_wrong_is_said_and_nothing_is_lost(self):
        path = self._send()
        for change, words in (
            ({"answer_registry": "123456789"}, "neither a SIREN"),
            ({"answer_city": " "}, "fill this in"),
            ({"signed_by": ""}, "your name"),
            ({f"sign_{self.request.document_ids.id}": ""}, "tick each document"),
        ):
            with self.subTest(words):
                response = self._post(path, **self._answers(**change))
                self.assertIn(words, response.text)
                self.assertIn("3 rue des Lilas", response.text)
        self.request.invalidate_recordset()
        self.assertEqual(self.request.state, "sent")
        self.assertFalse(self.request.document_ids.signed_on)

    def test_a_link_that_is_not_good_opens_nothing(self):
        draft = self.request._path()
        self.assertEqual(self.url_open(draft).status_code, 404, "not sent yet")
        path = self._send()
        self.assertEqual(self.url_open(path).status_code, 200)
        forged = path[:-1] + ("0" if path[-1] != "0" else "1")
        self.assertEqual(self.url_open(forged).status_code, 404)
        self.request.sudo().expires_on = "2020-01-01"
        self.assertEqual(self.url_open(path).status_code, 404)
        self.request.sudo().expires_on = "2999-01-01"
        self.request.action_revoke()
        self.assertEqual(self.url_open(path).status_code, 404)

    def test_the_page_is_not_kept_nor_indexed(self):
        headers = self.url_open(self._send()).headers
        self.assertIn("no-store", headers["Cache-Control"])
        self.assertIn("noindex", headers["X-Robots-Tag"])

    def test_only_documents_of_this_request(self):
        other = self.request.copy({"partner_id": self.customer.id})
        document = self.env["tpe.sop.request.document"].create(
            {"request_id": other.id, "name": "x.pdf", "file": base64.b64encode(PDF)}
        )
        path, own = self._send(), self.request.document_ids
        self.assertEqual(self.url_open(f"{path}/document/{own.id}").content, PDF)
        self.assertEqual(
            self.url_open(f"{path}/document/{document.id}").status_code, 404
        )

    def test_a_signed_document_stays_as_it_is(self):
        self._post(self._send(), **self._answers())
        document = self.request.document_ids
        document.invalidate_recordset()
        with self.assertRaises(UserError):
            document.file = base64.b64encode(b"%PDF other terms")
        with self.assertRaises(UserError):
            document.unlink()

    def test_nobody_here_signs_for_the_customer(self):
        document = self.request.document_ids
        for values in ({"signed_by": "Jeanne"}, {"signed_on": "2026-01-01"}):
            with self.assertRaises(AccessError):
                document.write(values)

    def test_accepted_is_over(self):
        path = self._send()
        self._post(path, **self._answers())
        self.request.invalidate_recordset()
        self.request.action_accept()
        self.assertNotIn("<form", self.url_open(path).text)
        with self.assertRaises(UserError):
            self.request.action_accept()

    def test_the_step_of_the_run_is_done(self):
        run = self._start(user=self.alice)
        step = run.step_ids[2]
        step.sudo().user_id = self.karim
        self.request.run_step_id = step
        self._post(self._send(), **self._answers())
        self.request.invalidate_recordset()
        self.request.action_accept()
        self.assertEqual(step.sudo().state, "done")

    def test_rights(self):
        with self.assertRaises(AccessError):
            self.request.with_user(self.alice).read(["partner_id"])
        other = self.env["res.company"].create({"name": "Other"})
        self.request.sudo().company_id = other
        self.request.invalidate_recordset()
        with self.assertRaises(AccessError):
            self.request.read(["partner_id"])
        with self.assertRaises(AccessError):
            self.request.with_user(self.karim).sudo(False).write({"key": "x"})
