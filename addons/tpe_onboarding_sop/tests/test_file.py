import base64
import json

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..tools.procedure_file import read
from .common import SopCommon

PNG = base64.b64encode(b"\x89PNG\r\n\x1a\n" + b"0" * 40).decode()


@tagged("post_install", "-at_install")
class TestFile(SopCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.sops = cls.env["tpe.sop"]

    def _data(self, *rows, **head):
        whole = {"format": "tpe.sop/1", "procedures": list(rows), **head}
        return json.dumps(whole, ensure_ascii=False, indent=1).encode()

    def _row(self, **values):
        steps = [{"name": "Ask", "role": "Office", "minutes": 5, "key": "ask"}]
        return {"name": "Hire", "code": "hire", "steps": steps, **values}

    def _bring(self, data):
        return self.sops._import_procedures(self.sops._read_file(data))

    def test_there_and_back(self):
        self.sop.code = "bill"
        step = self.sop.version_id.step_ids[0]
        self.assertEqual(step.minutes, 10)
        rows = json.loads(self.sop._file())["procedures"]
        self.assertEqual(rows[0]["steps"][0]["checklist"], ["Hours", "Material"])
        data = json.dumps({"format": "tpe.sop/1", "procedures": rows}).encode()
        self.assertFalse(self._bring(data), "the same words are no new version")
        self.assertFalse(self.sop.draft_id)
        data = data.replace(b"Send it", b"Send it today")
        self.assertEqual(self._bring(data), self.sop)
        self.assertEqual(self.sop.draft_id.number, 2)
        self.assertEqual(self.sop.draft_id.step_ids[2].name, "Send it today")
        self.assertEqual(
            self.sop.draft_id.step_ids.mapped("key"),
            self.sop.version_id.step_ids.mapped("key"),
        )
        self.assertEqual(self.sop.version_id.number, 1, "nothing is in use unapproved")

    def test_a_draft_is_not_overwritten(self):
        self.sop.code = "bill"
        self.sop.action_write()
        self.sop.draft_id.objective = "My words"
        before = self.sops.search_count([])
        data = self._data(self._row(), self._row(code="bill", name="Bill"))
        with (
            self.assertRaisesRegex(UserError, "somebody is writing"),
            self.env.cr.savepoint(),
        ):
            self._bring(data)
        self.assertEqual(self.sop.draft_id.objective, "My words")
        self.assertEqual(self.sops.search_count([]), before)

    def test_refused_whole_with_the_line(self):
        before = self.sops.search_count([])
        good, bad = self._row(), self._row(code="b", name="B")
        cases = {
            "is missing": {**bad, "name": " "},
            "is it misspelt": {**bad, "objectif": "x"},
            "does not hold": {**bad, "steps": "none"},
            "stands twice": {**bad, "code": "hire"},
            "that does not exist": {**bad, "impact": "9"},
            "a link begins": {
                **bad,
                "steps": [{"name": "x", "link": "javascript:alert(1)"}],
            },
            "not a number of minutes": {**bad, "steps": [{"name": "x", "minutes": -1}]},
            "not a document": {
                **bad,
                "steps": [{"name": "x", "media": "x.svg", "media_data": PNG}],
            },
        }
        for words, row in cases.items():
            data = self._data(good, row)
            with (
                self.subTest(words),
                self.assertRaisesRegex(UserError, words) as caught,
            ):
                self._bring(data)
            line = int(str(caught.exception).split("Line ")[1].split(":")[0])
            text = data.decode().splitlines()
            self.assertGreater(line, 10, "the first procedure is not to blame")
            self.assertIn("{", text[line - 1])
        self.assertEqual(self.sops.search_count([]), before)

    def test_hostile_bytes(self):
        for data in (b"", b"\xff\xfe", b"[" * 100_000, b'{"a":' * 5_000, b"NaN"):
            with self.subTest(data[:9]), self.assertRaises(UserError):
                self._bring(data)

    def test_what_a_browser_would_run_is_taken_out(self):
        steps = [{"name": "x", "what": "<p>a<script>alert(1)</script></p>"}]
        sop = self._bring(self._data(self._row(steps=steps)))
        self.assertNotIn("script", sop.draft_id.step_ids.what)
        self.assertIn("a", sop.draft_id.step_ids.what)

    def test_pictures_travel(self):
        steps = [{"name": "x", "media": "x.png", "media_data": PNG}]
        sop = self._bring(self._data(self._row(steps=steps)))
        self.assertEqual(sop.draft_id.step_ids.media.decode(), PNG)
        self.assertIn(PNG, sop._file().decode())

    def test_only_a_manager_brings_procedures_in(self):
        with self.assertRaisesRegex(AccessError, "Only a manager"):
            self.env["tpe.sop.import"].with_user(self.alice).action_library()
        with self.assertRaises(AccessError):
            self.sops.with_user(self.alice)._import_procedures(
                read(self._data(self._row()))
            )

    def test_a_private_procedure_is_not_exported_by_others(self):
        self.sop.group_ids = self.env.ref("base.group_system")
        with self.assertRaises(AccessError):
            self.sop.with_user(self.denis).action_export()

    def test_the_wizard_shows_then_writes(self):
        wizard = self.env["tpe.sop.import"].create(
            {"data": base64.b64encode(self._data(self._row()))}
        )
        wizard._fill()
        self.assertEqual(wizard.line_ids.mapped("name"), ["Hire"])
        self.assertFalse(self.sops.search([("code", "=", "hire")]))
        wizard.action_import()
        self.assertEqual(
            self.sops.search([("code", "=", "hire")]).version_id.state, "approved"
        )


@tagged("post_install", "-at_install")
class TestLibrary(SopCommon):
    WANTED = [
        "devis",
        "commande",
        "service-fait",
        "facturer-48h",
        "relance",
        "point-tresorerie",
        "fin-de-mois",
        "rapprochement",
        "fournisseur",
        "nouveau-client",
        "embauche",
        "depart",
        "reclamation",
        "achat-seuil",
        "contrats",
        "acces-sauvegardes",
        "facture-electronique",
        "abonnements",
        "controle-qualite",
        "donnees-personnelles",
    ]

    def test_twenty_procedures_ready_to_use(self):
        sops = self.env["tpe.sop"].search([("code", "in", self.WANTED)])
        self.assertEqual(sorted(sops.mapped("code")), sorted(self.WANTED))
        self.assertEqual(set(sops.version_id.mapped("state")), {"approved"})

    def test_no_blank_section(self):
        for one in self.env["tpe.sop"]._library():
            texts = one.content
            with self.subTest(one.code):
                self.assertTrue(
                    texts.objective
                    and texts.trigger
                    and texts.prerequisites
                    and texts.inputs
                    and texts.outputs
                )
                self.assertGreaterEqual(len(texts.steps), 4)
                for step in texts.steps:
                    self.assertTrue(step.what and step.criterion and step.role)
                    self.assertGreater(step.minutes, 0)

    def test_loading_again_adds_nothing(self):
        before = self.env["tpe.sop.version"].search_count([])
        self.env["tpe.sop"]._load_library()
        self.assertEqual(self.env["tpe.sop.version"].search_count([]), before)
