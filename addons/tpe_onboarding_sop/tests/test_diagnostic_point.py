from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import freeze_time, tagged

from .diagnostic_common import DiagnosticCommon


@tagged("-at_install", "post_install")
@freeze_time("2026-11-02 07:00:00")
class TestDiagnosticPoint(DiagnosticCommon):
    """What is answered of e-invoicing is what is said of its points, and back."""

    def _point(self, code, company=None):
        points = self.env["tpe.diagnostic.point"].with_user(self.boss).sudo()
        return points._of(company or self.company, code)

    def _states(self, user=None):
        rows = (
            self.env["tpe.diagnostic"]
            .with_user(user or self.boss)
            ._einvoicing_points(self.company, self.env["tpe.sop"]._today(self.company))
        )
        return {row["code"]: (row["state"], row["sentence"]) for row in rows}

    def _proposal(self, diagnostic, key, user=None):
        page = diagnostic.with_user(user or self.boss).action_page()
        return self._page_of(page, key)["proposal"]

    def _choice(self, key, rank):
        return self._question(key).choice_ids[rank - 1].id

    def test_no_platform_recorded_is_late(self):
        """Nobody has said anything: the law asks for one since September."""
        state, sentence = self._states()["platform"]
        self.assertEqual(state, "late")
        self.assertTrue(sentence.startswith("No approved platform is recorded"))
        self.assertIn("By law since 09/01/2026", sentence)

    def test_a_platform_without_its_name_is_not_recorded(self):
        self._point("platform").with_user(self.boss).said = "yes"
        state, sentence = self._states()["platform"]
        self.assertEqual(state, "late")
        self.assertIn("Said by Boss on 11/02/2026. Note its name", sentence)

    def test_answers_fill_the_points(self):
        diagnostic = self._begin()
        answers = {
            # Signed for is chosen; a choice that is only half of it is « not yet ».
            "einv_platform": [(1, "yes"), (2, "yes"), (3, "no"), (4, "no")],
            "einv_flows": [(1, "yes"), (2, "no"), (3, "no"), (4, "no")],
            "einv_team": [(1, "yes"), (2, "no"), (3, "no"), (4, "no")],
            "einv_tests": [(1, "yes"), (2, "no"), (3, "no"), (4, "no")],
        }
        codes = ("platform", "flows", "team", "tested")
        for (key, ranks), code in zip(answers.items(), codes, strict=True):
            for rank, said in ranks:
                with self.subTest(key=key, rank=rank):
                    self._answer(diagnostic, key, rank)
                    self.assertEqual(self._point(code).said, said)
            self.assertEqual(self._point(code).said_by_id, self.boss)
            self.assertEqual(str(self._point(code).said_on), "2026-11-02")
        self._answer(diagnostic, "einv_tests", 1)
        # « I do not know » says nothing of the firm.
        self._answer(diagnostic, "einv_tests")
        self.assertEqual(self._point("tested").said, "yes")

    def test_the_name_of_the_platform(self):
        diagnostic = self._begin()
        self._answer(diagnostic, "einv_platform", 3, note="Two offers to compare")
        self.assertFalse(self._point("platform").platform)
        self._answer(diagnostic, "einv_platform", 2, note=" Passerelle ")
        self.assertEqual(self._point("platform").platform, "Passerelle")
        self.assertEqual(self._states()["platform"][0], "ok")
        # Answered again without a word: the name stays.
        self._answer(diagnostic, "einv_platform", 1)
        self.assertEqual(self._point("platform").platform, "Passerelle")

    def test_points_are_proposed(self):
        for code, said in (("platform", "yes"), ("team", "no"), ("tested", "yes")):
            point = self._point(code).with_user(self.boss)
            point.write({"said": said})
        self._point("platform").with_user(self.boss).platform = "Passerelle"
        diagnostic = self._begin(user=self.second)
        told = "Said by Boss on 11/02/2026."
        found = {
            key: self._proposal(diagnostic, key, self.second)
            for key in ("einv_platform", "einv_team", "einv_tests", "deposit")
        }
        self.assertEqual(
            found,
            {
                # Of the two answers that say so, the careful one.
                "einv_platform": {
                    "choice": self._choice("einv_platform", 2),
                    "words": f"Passerelle. {told}",
                    "name": "Passerelle",
                },
                "einv_team": {
                    "choice": self._choice("einv_team", 4),
                    "words": told,
                    "name": "",
                },
                "einv_tests": {
                    "choice": self._choice("einv_tests", 1),
                    "words": told,
                    "name": "",
                },
                "deposit": {},
            },
        )
        # Once answered, nothing is proposed any more; nothing was answered by itself.
        self.assertFalse(diagnostic.sudo().respondent_ids.answer_ids)
        self._answer(diagnostic, "einv_tests", 2, user=self.second)
        self.assertEqual(self._proposal(diagnostic, "einv_tests", self.second), {})
        self._answer(diagnostic, "einv_team", user=self.second)
        self.assertEqual(self._proposal(diagnostic, "einv_team", self.second), {})

    def test_nothing_is_proposed_once_it_is_done(self):
        diagnostic = self._begin(user=self.second)
        self._point("team").with_user(self.boss).said = "no"
        self.assertTrue(self._proposal(diagnostic, "einv_team"))
        diagnostic.action_finish()
        self.assertEqual(self._proposal(diagnostic, "einv_team"), {})

    def test_what_another_answers_beside_is_his(self):
        diagnostic = self._begin()
        diagnostic.action_invite(self.second.ids)
        self._answer(diagnostic, "einv_tests", 1)
        self.assertEqual(self._point("tested").said, "yes")
        self.assertEqual(self._proposal(diagnostic, "einv_tests", self.second), {})

    def test_what_the_books_show_is_proposed(self):
        sop = self.env["tpe.sop"].search([("code", "=", "facture-electronique")])
        if not sop:
            sop = self._procedure("E-invoices", code="facture-electronique")
        diagnostic = self._begin()
        proposal = self._proposal(diagnostic, "einv_flows")
        self.assertEqual(proposal["choice"], self._choice("einv_flows", 1))
        self.assertIn("is in use", proposal["words"])
        sop.active = False
        self.assertEqual(self._proposal(diagnostic, "einv_flows"), {})

    def test_a_finished_diagnostic_does_not_change(self):
        diagnostic = self._begin()
        self._answer(diagnostic, "einv_platform", 1, note="Passerelle")
        diagnostic.action_finish()
        before = (
            diagnostic.action_result()["axes"],
            diagnostic._point_rows(figures=True),
            sorted(diagnostic.sudo().answer_ids.mapped("said")),
        )
        self.assertEqual(before[1][0]["state"], "ok")
        self._point("platform").with_user(self.boss).write(
            {"said": "no", "platform": False}
        )
        diagnostic.invalidate_recordset()
        after = (
            diagnostic.action_result()["axes"],
            diagnostic._point_rows(figures=True),
            sorted(diagnostic.sudo().answer_ids.mapped("said")),
        )
        self.assertEqual(before, after)
        self.assertEqual(self._proposal(diagnostic, "einv_flows"), {})
        with self.assertRaises(UserError):
            self._answer(diagnostic, "einv_platform", 1, note="Passerelle")
        self.assertEqual(self._point("platform").said, "no")

    def test_only_who_speaks_for_the_firm(self):
        """An assistant answers for herself: she neither fills nor reads the points."""
        self._point("platform").with_user(self.boss).write(
            {"said": "yes", "platform": "Passerelle"}
        )
        diagnostic = self._begin()
        diagnostic.action_invite(self.alice.ids)
        self.assertEqual(
            self._proposal(diagnostic, "einv_platform", user=self.alice), {}
        )
        self._answer(diagnostic, "einv_platform", 4, user=self.alice)
        self.assertEqual(self._point("platform").said, "yes")
        self.assertEqual(self._point("platform").said_by_id, self.boss)

    def test_of_the_company_of_the_diagnostic(self):
        other = self.env["res.company"].create({"name": "Other"})
        self.boss.write({"company_ids": [Command.link(other.id)]})
        diagnostic = self._begin()
        both = [other.id, self.company.id]
        self._answer(diagnostic.with_context(allowed_company_ids=both), "einv_flows", 1)
        self.assertEqual(self._point("flows").said, "yes")
        self.assertFalse(self._point("flows", other).said)
