from psycopg2 import IntegrityError

from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .common import DunningCommon


@tagged("-at_install", "post_install")
class TestPolicy(DunningCommon):
    def test_shipped_policy_is_thirty_forty_five_sixty(self):
        policy = self.env.ref("tpe_dunning.policy_default")
        self.assertRecordValues(
            policy.level_ids,
            [
                {
                    "rank": "1",
                    "delay": 30,
                    "origin": "invoice",
                    "needs_approval": False,
                },
                {
                    "rank": "2",
                    "delay": 45,
                    "origin": "invoice",
                    "needs_approval": False,
                },
                {"rank": "3", "delay": 60, "origin": "invoice", "needs_approval": True},
            ],
        )
        self.assertEqual(self.company._dunning_policy(), policy)

    def test_a_formal_notice_can_never_leave_by_itself(self):
        level = self.env.ref("tpe_dunning.policy_default").level_ids[2]
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            level.needs_approval = False
            self.env.flush_all()

    def test_a_step_comes_once_in_a_policy(self):
        policy = self.env.ref("tpe_dunning.policy_default")
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            policy.level_ids[0].copy()
            self.env.flush_all()

    def test_a_policy_is_written_in_the_form_and_used(self):
        with Form(self.env["tpe.dunning.policy"]) as form:
            form.name = "Gentle"
            with form.all_level_ids.new() as level:
                level.rank = "3"
                level.delay = 90
                level.mail_template_id = self.env.ref(
                    "tpe_dunning.mail_template_formal"
                )
        policy = form.record
        self.assertTrue(policy.all_level_ids.needs_approval)
        policy.action_use()
        self.assertEqual(self.company._dunning_policy(), policy)
