from odoo.exceptions import UserError
from odoo.tests import Form, freeze_time, tagged

from .past_common import PastCommon


@tagged("-at_install", "post_install")
@freeze_time("2026-03-31 07:00:00")
class TestPastFacturx(PastCommon):
    """An invoice that another software made becomes no Factur-X here, and breaks none.

    tpe_facturx is not needed by this addon: without it there is nothing to break.
    """

    def setUp(self):
        super().setUp()
        self.there = "tpe.facturx.batch" in self.env
        self.company.country_id = self.env.ref("base.fr")
        self._imported(self._usual())
        self.past = self._move("F-2026-01").with_user(self.manager)

    def test_nothing_is_asked_of_it(self):
        if self.there:
            self.assertFalse(self.past.tpe_facturx_line)
            self.assertFalse(self.past.tpe_facturx_offered)
            self.assertRaisesRegex(
                UserError, "made here .* F-2026-01", self.past.action_facturx
            )
            self.assertRaises(UserError, self.past.action_tpe_facturx_check)
            [gap] = self.past._facturx_gaps()
            self.assertIn("Taken over from another software", gap.text)

    def test_it_is_not_in_the_zip_and_the_zip_says_so(self):
        if self.there:
            batches = self.env["tpe.facturx.batch"].with_user(self.manager)
            own = self._own().with_user(self.manager)
            batch = batches._ask(own + self.past, "Mars 2026")
            self.assertEqual((batch.line_ids.move_id, batch.past), (own, 1))
            self.assertRaisesRegex(
                UserError, "taken over", batches._ask, self.past, "Mars 2026"
            )

    def test_the_count_of_a_period_leaves_it_out(self):
        if self.there:
            self._own()
            new = Form(self.env["tpe.facturx.batch.new"].with_user(self.manager))
            new.date_from, new.date_to = "2026-02-01", "2026-03-31"
            # F-2026-01 and F-2026-02 are of these months, F-2025-88 is not.
            self.assertEqual((new.count, new.past), (1, 2))

    def test_what_is_collected_of_it_has_no_rate(self):
        if self.there:
            register = self.env["account.payment.register"].with_context(
                active_model="account.move", active_ids=self.past.ids
            )
            register.create({"payment_date": "2026-03-30"})._create_payments()
            collected = self.env["tpe.facturx.collected"]
            [row] = collected.search([("move_id", "=", self.past.id)])
            # Of 1,200, 500 were settled in the other software.
            self.assertEqual(row.amount, 700)
            self.assertEqual(row.rate_words, "Not known (taken over)")
            self.assertFalse(collected._by_rate(self.past))

    def _own(self):
        return self.init_invoice(
            "out_invoice",
            partner=self.past.partner_id,
            invoice_date="2026-03-02",
            amounts=[100.0],
            post=True,
        )
