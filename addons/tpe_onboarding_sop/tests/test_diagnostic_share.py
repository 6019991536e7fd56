from unittest.mock import patch

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged

from odoo.addons.tpe_dunning.models import dunning_access_hit

from .diagnostic_common import DiagnosticCommon


@tagged("post_install", "-at_install")
class TestDiagnosticShare(DiagnosticCommon, HttpCase):
    """The page behind a link: signed, dated, closed, with figures or without."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.banker = cls.env["res.partner"].create(
            {"name": "Banque du Pont", "email": "conseil@banque.example"}
        )

    def _shared(self, **values):
        diagnostic = self._begin()
        diagnostic.action_finish()
        share = (
            self.env["tpe.diagnostic.share"]
            .with_user(self.boss)
            .create(
                {
                    "diagnostic_id": diagnostic.id,
                    "partner_id": self.banker.id,
                    **values,
                }
            )
        )
        share.action_open()
        self.env.flush_all()
        return share

    def test_page_opens_and_is_counted(self):
        share = self._shared(with_figures=True)
        answer = self.url_open(share._path())
        self.assertEqual(answer.status_code, 200)
        self.assertIn("noindex", answer.headers["X-Robots-Tag"])
        self.assertIn("4,200", answer.text.replace("\N{NARROW NO-BREAK SPACE}", ","))
        share.invalidate_recordset()
        self.assertEqual(share.visits, 1)

    def test_page_without_figures(self):
        answer = self.url_open(self._shared()._path())
        self.assertEqual(answer.status_code, 200)
        self.assertNotIn("4,200", answer.text)
        self.assertIn("without the figures", answer.text)

    def test_forged_closed_and_expired(self):
        share = self._shared()
        path = share._path()
        self.assertEqual(self.url_open(path[:-1] + "!").status_code, 404)
        share.sudo().expires_on = "2020-01-01"
        self.env.flush_all()
        self.assertEqual(self.url_open(path).status_code, 404)
        share.sudo().expires_on = share.until
        share.action_close()
        self.env.flush_all()
        self.assertEqual(self.url_open(path).status_code, 404)

    def test_malformed_links_say_nothing_more(self):
        path = self._shared()._path()
        for wrong in (
            path[:-1],
            f"{path}0",
            "/tpe/diagnostic/%00",
            "/tpe/diagnostic/" + "a" * 7000,
            "/tpe/diagnostic/%F0%9F%98%80",
        ):
            self.assertEqual(self.url_open(wrong).status_code, 404, wrong[:40])

    def test_signature_of_another_link(self):
        path = self._shared()._path()
        other = (
            self.env["tpe.diagnostic.share"]
            .with_user(self.boss)
            .create(
                {
                    "diagnostic_id": self.env["tpe.diagnostic"].search([], limit=1).id,
                    "partner_id": self.banker.id,
                }
            )
        )
        other.action_open()
        self.env.flush_all()
        self.assertEqual(self.url_open(other._path()).status_code, 200)
        mixed = path[:-32] + other._path()[-32:]
        self.assertEqual(self.url_open(mixed).status_code, 404)

    def test_what_is_prepared_does_not_open_yet(self):
        share = self._shared()
        share.sudo().state = "draft"
        self.env.flush_all()
        self.assertEqual(self.url_open(share._path()).status_code, 404)

    def test_removed_link_opens_nothing(self):
        share = self._shared()
        path = share._path()
        share.unlink()
        self.env.flush_all()
        self.assertEqual(self.url_open(path).status_code, 404)

    def test_a_machine_that_looks_is_no_visit(self):
        share = self._shared()
        self.assertEqual(self.url_open(share._path(), method="HEAD").status_code, 200)
        share.invalidate_recordset()
        self.assertEqual(share.visits, 0)

    def test_nothing_is_posted_to_the_page(self):
        share = self._shared()
        self.assertEqual(self.url_open(share._path(), data={"a": 1}).status_code, 405)

    def test_opened_too_often_it_waits(self):
        share = self._shared()
        with patch.dict(dunning_access_hit.LIMITS, {"link": 2}):
            codes = [self.url_open(share._path()).status_code for _call in range(4)]
        self.assertEqual(codes, [200, 200, 429, 429])
        share.invalidate_recordset()
        self.assertEqual(share.visits, 2)

    def test_closes_when_the_sharer_leaves(self):
        share = self._shared(with_figures=True)
        self.boss.active = False
        self.env.flush_all()
        self.assertEqual(self.url_open(share._path()).status_code, 404)

    def test_closes_when_the_sharer_is_of_another_company(self):
        share = self._shared()
        other = self.env["res.company"].create({"name": "Autre"})
        self.boss.write(
            {"company_id": other.id, "company_ids": [Command.set(other.ids)]}
        )
        self.env.flush_all()
        self.assertEqual(self.url_open(share._path()).status_code, 404)

    def test_diagnostic_of_another_company_is_not_shared(self):
        other = self.env["res.company"].create({"name": "Autre"})
        self.env.user.company_ids += other
        theirs = (
            self.env["tpe.diagnostic"]
            .sudo()
            .create({"company_id": other.id, "user_id": self.env.uid})
        )
        with self.assertRaises(AccessError):
            self.env["tpe.diagnostic.share"].with_user(self.boss).create(
                {"diagnostic_id": theirs.id, "partner_id": self.banker.id}
            )

    def test_what_is_not_finished_is_not_shared(self):
        share = (
            self.env["tpe.diagnostic.share"]
            .with_user(self.boss)
            .create({"diagnostic_id": self._begin().id, "partner_id": self.banker.id})
        )
        with self.assertRaisesRegex(UserError, "Finish the diagnostic first"):
            share.action_open()

    def test_a_link_that_is_over_is_neither_made_nor_sent(self):
        share = self._shared()
        share.sudo().write({"expires_on": "2026-03-30", "until": "2026-03-30"})
        with self.assertRaisesRegex(UserError, "last day has passed"):
            share.action_send()
        late = share.sudo().copy({"until": "2026-03-30"}).with_user(self.boss)
        with self.assertRaisesRegex(UserError, "last day has passed"):
            late.action_open()

    def test_closed_is_neither_opened_again_nor_sent(self):
        share = self._shared()
        share.action_close()
        for again in (share.action_open, share.action_send):
            with self.assertRaisesRegex(UserError, "past that"):
                again()
        self.assertEqual(share.state, "revoked")

    def test_not_sent_to_who_has_no_address(self):
        self.banker.email = False
        share = self._shared()
        with self.assertRaisesRegex(UserError, "Banque du Pont has no e-mail address"):
            share.action_send()

    def test_closes_when_the_sharer_loses_his_rights(self):
        share = self._shared(with_figures=True)
        self.boss.group_ids = self.env.ref("base.group_user")
        self.env.flush_all()
        self.assertEqual(self.url_open(share._path()).status_code, 404)

    def test_with_figures_is_not_changed_once_open(self):
        share = self._shared()
        with self.assertRaises(UserError):
            share.with_figures = True

    def test_only_managers_share(self):
        diagnostic = self._begin()
        with self.assertRaises(AccessError):
            self.env["tpe.diagnostic.share"].with_user(self.alice).create(
                {"diagnostic_id": diagnostic.id, "partner_id": self.banker.id}
            )

    def test_sent_to_who_it_is_shown_to(self):
        share = self._shared()
        share.action_send()
        mail = self.env["mail.mail"].search(
            [("model", "=", share._name), ("res_id", "=", share.id)]
        )
        self.assertEqual(mail.recipient_ids, self.banker)
        self.assertIn(share._path(), mail.body_html)
