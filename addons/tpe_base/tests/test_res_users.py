from odoo.exceptions import AccessError
from odoo.tests import TransactionCase, new_test_user, tagged


@tagged("-at_install", "post_install")
class TestManager(TransactionCase):
    def test_a_manager_and_nobody_else(self):
        new_test_user(
            self.env, "boss", "tpe_base.group_tpe_manager"
        )._tpe_check_manager()
        assistant = new_test_user(self.env, "helper", "tpe_base.group_tpe_assistant")
        for user in (assistant, assistant.sudo()):
            with self.assertRaises(AccessError):
                user._tpe_check_manager()
