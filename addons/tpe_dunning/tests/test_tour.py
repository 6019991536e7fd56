from odoo import Command
from odoo.tests import HttpCase, tagged

from .common import DunningCommon


@tagged("-at_install", "post_install")
class TestTour(DunningCommon, HttpCase):
    def test_start_and_release_one_message(self):
        self.company.tpe_dunning_started_on = False
        user = self.env.ref("base.user_admin")
        user.write(
            {
                "company_ids": [Command.link(self.company.id)],
                "company_id": self.company.id,
            }
        )
        user.lang = "en_US"
        self._invoice(40)
        formal = self._invoice(90, partner=self._customer("Old Debt"))
        self._delivered(formal, 2, days_ago=20)
        self.reminders._plan(self.company)
        self.start_tour("/odoo/reminders", "tpe_dunning_start", login="admin")
        self.assertTrue(self.company.tpe_dunning_started_on)
        waiting = self.reminders.search(
            [("partner_id", "=", formal.partner_id.id), ("rank", "=", "3")]
        )
        self.assertEqual(waiting.state, "queued")
        self.assertEqual(waiting.approved_by_id, user)
