from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tests import TransactionCase, tagged

VERBS = {
    "_submit_flow": (b"", {}),
    "_search_flows": ({},),
    "_get_flow": ("1",),
    "_directory_siren": ("552100554",),
    "_directory_siret": ("55210055400013",),
    "_directory_routing_code": ("55210055400013", "ACHATS"),
    "_directory_lines": ("552100554",),
    "_health": (),
}


@tagged("-at_install", "post_install")
class TestFacturxPlatform(TransactionCase):
    """The interface refuses by itself, and is enough for an addon that answers."""

    def test_without_a_platform_each_verb_refuses(self):
        platform = self.env["tpe.facturx.platform"]
        for verb, arguments in VERBS.items():
            with self.subTest(verb=verb), self.assertRaises(UserError) as refused:
                getattr(platform, verb)(self.env.company, *arguments)
            self.assertIn("nothing is transmitted", str(refused.exception))

    def test_a_local_fake_answers_what_it_knows(self):
        flows = []

        def submit(platform, company, content, flow):
            flows.append({"flowId": str(len(flows) + 1), **flow})
            return flows[-1]["flowId"]

        def search(platform, company, criteria, limit=25):
            return [flow for flow in flows if criteria.items() <= flow.items()][:limit]

        self.startPatcher(
            patch.multiple(
                self.registry["tpe.facturx.platform"],
                _submit_flow=submit,
                _search_flows=search,
            )
        )
        platform = self.env["tpe.facturx.platform"]
        flow_id = platform._submit_flow(
            self.env.company, b"%PDF", {"flowSyntax": "Factur-X", "trackingId": "F1"}
        )
        found = platform._search_flows(self.env.company, {"trackingId": "F1"})
        self.assertEqual([flow["flowId"] for flow in found], [flow_id])
        with self.assertRaises(UserError):
            platform._health(self.env.company)
