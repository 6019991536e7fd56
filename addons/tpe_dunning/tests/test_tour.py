from odoo import Command
from odoo.tests import HttpCase, new_test_user, tagged

from .common import DunningCommon


@tagged("-at_install", "post_install")
class TestTour(DunningCommon, HttpCase):
    """In the browser, as the manager and as the assistant."""

    def _user(self, login, group):
        return new_test_user(
            self.env,
            login,
            groups=f"{group},account.group_account_invoice",
            company_id=self.company.id,
            company_ids=[Command.set(self.company.ids)],
            lang="en_US",
        )

    def test_the_manager_starts(self):
        self.company.tpe_dunning_started_on = False
        self._user("tour_manager", "tpe_base.group_tpe_manager")
        self._invoice(40)
        self.reminders._plan(self.company)
        self.start_tour("/odoo/reminders", "tpe_dunning_start", login="tour_manager")
        self.assertTrue(self.company.tpe_dunning_started_on)

    def test_the_manager_approves_a_formal_notice(self):
        manager = self._user("tour_manager", "tpe_base.group_tpe_manager")
        self._invoice(40)
        formal = self._invoice(90, partner=self._customer("Old Debt"))
        self._delivered(formal, 2, days_ago=20)
        self.reminders._plan(self.company)
        self.start_tour(
            "/odoo/reminders", "tpe_dunning_formal_notice", login="tour_manager"
        )
        notice = self.reminders.search([("rank", "=", "3")])
        self.assertEqual((notice.state, notice.approved_by_id), ("queued", manager))

    def test_the_monday_list_of_the_assistant(self):
        assistant = self._user("tour_assistant", "tpe_base.group_tpe_assistant")
        best = self._invoice(60, amount=900)
        promised = self._invoice(45, partner=self._customer("Slow Payer"))
        disputed = self._invoice(50, partner=self._customer("Quarry"))
        self.env["tpe.dunning.dispute"].create(
            {
                "partner_id": disputed.partner_id.id,
                "move_ids": [Command.set(disputed.ids)],
                "reason": "quality",
            }
        )
        self.reminders._plan(self.company)
        self.start_tour("/odoo/reminders", "tpe_dunning_monday", login="tour_assistant")
        promise = promised.sudo().tpe_promise_ids
        self.assertEqual(
            (promise.text, promise.state), ("When the site is paid", "open")
        )
        self.assertEqual(promise.create_uid, assistant)
        leaving = self.reminders.search([("state", "=", "queued")])
        self.assertEqual(leaving.partner_id, best.partner_id)
        self.assertEqual(leaving.released_by_id, assistant)

    def test_the_panel_follows_what_was_done(self):
        assistant = self._user("tour_assistant", "tpe_base.group_tpe_assistant")
        assistant.lang = "fr_FR"
        sent = self._invoice(60, partner=self._customer("Slow Payer"))
        disputed = self._invoice(50, partner=self._customer("Quarry"))
        self.reminders._plan(self.company)
        self.start_tour(
            "/odoo/reminders", "tpe_dunning_panel_in_french", login="tour_assistant"
        )
        leaving = self.reminders.search([("state", "=", "queued")])
        self.assertEqual(leaving.partner_id, sent.partner_id)
        self.assertFalse(
            self.env["tpe.dunning.dispute"].search(
                [("partner_id", "=", disputed.partner_id.id)]
            )
        )
