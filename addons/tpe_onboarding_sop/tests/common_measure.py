from datetime import timedelta

from odoo import Command

from odoo.addons.tpe_dunning.tests.common import TODAY

KEYS = {
    *("dso", "overdue_share", "dependency", "toxic_share", "margin_known"),
    *("cash_cover", "forecast_used", "invoice_late_48h", "quotes_unchased"),
    *("dormant_customers", "duplicate_partners", "missing_siren"),
    *("procedures_active", "bus_factor", "two_factor", "double_entry"),
    *("reminders_on", "bank_fresh", "late_cost", "stale_quotes_euros"),
}


class Measuring:
    """Reads the measures of the day and compares them with what was counted by hand."""

    def _elsewhere(self):
        """Another company, with an environment of its own."""
        company = self.setup_other_company(name="Other")["company"]
        return company, self.env(context={"allowed_company_ids": company.ids})

    def _invoice_in(self, env, partner, amount=100.0, days_ago=20):
        """A posted invoice of another company, which ``env`` is of."""
        day = TODAY - timedelta(days_ago)
        line = {"name": "Works", "price_unit": amount, "tax_ids": False}
        invoice = env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": partner.id,
                "invoice_date": day,
                "invoice_line_ids": [Command.create(line)],
            }
        )
        invoice.action_post()
        return invoice

    def _measures(self, company=None, user=None):
        measures = self.env["tpe.diagnostic.measure"]
        measures = measures.with_user(user or self.env.user)
        return measures._measures(company or self.company, TODAY)

    def _measure(self, key):
        return self._measures()[key]

    def _opened(self, measure):
        """The records behind the figure, as its window shows them."""
        if not measure.action:
            return None
        records = self.env[measure.action["res_model"]].sudo()
        return records.search(measure.action["domain"])

    def _check(self, key, value, count, euros=None):
        """Value, number of records and euros; the window opens as many records."""
        measure = self._measure(key)
        if value is None:
            self.assertIsNone(measure.value, measure.proof)
        else:
            self.assertIsNotNone(measure.value, measure.proof)
            self.assertAlmostEqual(measure.value, value, places=6, msg=measure.proof)
        self.assertEqual(measure.count, count, measure.proof)
        if euros is None:
            self.assertIsNone(measure.euros)
        else:
            self.assertIsNotNone(measure.euros, measure.proof)
            self.assertAlmostEqual(measure.euros, euros, places=2)
        opened = self._opened(measure)
        if not count:
            self.assertIsNone(measure.action)
        if measure.action:
            self.assertTrue(measure.action["name"])
        if value is not None:
            self.assertEqual(len(opened) if opened is not None else 0, count)
        return opened
