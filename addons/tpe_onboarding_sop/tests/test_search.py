from odoo.tests import tagged

from .common import SopCommon


@tagged("post_install", "-at_install")
class TestSearch(SopCommon):
    def _found(self, words):
        return self.env["tpe.sop"].search([("words", "ilike", words)])

    def test_any_word_of_a_step(self):
        self.assertIn(self.sop, self._found("Collect"))
        self.assertIn(self.sop, self._found("material"))
        self.assertIn(self.sop, self._found("invoi hour"), "beginnings, in any order")
        self.assertNotIn(self.sop, self._found("collect zebra"))

    def test_accents_and_elisions(self):
        draft = self.sop.version_id.copy()
        self.assertNotIn(self.sop, self._found("echeance"))
        draft.step_ids[0].what = "<p>Noter l’<b>échéance</b></p>"
        draft.with_user(self.alice).action_approve()
        self.assertIn(self.sop, self._found("echeance"))
        self.assertIn(self.sop, self._found("l'échéance"))

    def test_what_is_typed_is_never_a_query(self):
        for words in ("a & !b", "x:*", "'; DROP", "!", ":", "()", "\\", "é|"):
            with self.subTest(words):
                self._found(words)

    def test_private_procedures_stay_hidden(self):
        self.sop.group_ids = self.env.ref("base.group_system")
        sops = self.env["tpe.sop"].with_user(self.denis)
        self.assertFalse(
            sops.search([("words", "ilike", "Collect"), ("id", "=", self.sop.id)])
        )
