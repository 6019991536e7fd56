from odoo import Command
from odoo.tests import tagged

from .common import ScoringCommon


@tagged("-at_install", "post_install")
class TestCost(ScoringCommon):
    """The cost of what is sold is that of the day on which the invoice was posted."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.lamp = cls.env["product.product"].create(
            {"name": "Lamp", "standard_price": 60, "list_price": 100}
        )

    def _sold(self, *lines, **values):
        return self._invoice(
            10, invoice_line_ids=[self._line(**line) for line in lines], **values
        )

    def _costs(self, move):
        lines = move.invoice_line_ids.filtered(
            lambda line: line.display_type == "product"
        )
        return [(line.tpe_cost, line.tpe_cost_source) for line in lines]

    def test_frozen_at_posting(self):
        dozen = self.env.ref("uom.product_uom_dozen")
        cases = {
            "a product": ({"price": 100, "quantity": 3}, (180, "product")),
            "given away": ({"price": 0, "quantity": 1}, (60, "product")),
            "a discount changes no cost": (
                {"price": 100, "quantity": 3, "discount": 50},
                (180, "product"),
            ),
            "taken back": ({"price": 100, "quantity": -2}, (-120, "product")),
            "by the dozen": (
                {"price": 900, "quantity": 1, "product_uom_id": dozen.id},
                (720, "product"),
            ),
        }
        invoice = self._sold(
            *({"product_id": self.lamp.id, **line} for line, _cost in cases.values()),
        )
        for (name, (_line, expected)), found in zip(
            cases.items(), self._costs(invoice), strict=True
        ):
            with self.subTest(name):
                self.assertEqual(found, expected)
        self.lamp.standard_price = 90
        self.assertEqual(self._costs(invoice)[0], (180, "product"), "that of then")
        invoice.button_draft()
        invoice.action_post()
        self.assertEqual(self._costs(invoice)[0], (270, "product"), "posted again now")
        self.assertEqual(self._costs(invoice.copy())[0], (0, False), "not copied")

    def test_free_lines_and_products_without_a_cost(self):
        gift = self.env["product.product"].create({"name": "Advice"})
        lines = ({"price": 200}, {"price": 100, "product_id": gift.id})
        self.grid.cost_rate = 0
        self.assertEqual(self._costs(self._sold(*lines)), [(0, "unknown")] * 2)
        self.grid.cost_rate = 40
        invoice = self._sold(
            *lines,
            {"price": 0, "display_type": "line_note", "name": "Thank you"},
        )
        self.assertEqual(self._costs(invoice), [(80, "rate"), (40, "rate")])

    def test_prices_in_another_currency_and_taxes_included(self):
        currency = self.setup_other_currency("GBP", rates=[("2016-01-01", 2.0)])
        tax = self.env["account.tax"].create(
            {
                "name": "25 % included",
                "amount": 25,
                "price_include_override": "tax_included",
            }
        )
        invoice = self._sold(
            {"price": 250, "tax_ids": tax.ids},
            {"price": 100, "product_id": self.lamp.id},
            currency_id=currency.id,
        )
        # 250 less the tax is 200, or 100 of ours: half of it; the lamp costs 60 of ours.
        self.assertEqual(self._costs(invoice), [(50, "rate"), (60, "product")])
        margins = self.env["tpe.product.margin"].search([("move_id", "=", invoice.id)])
        self.assertEqual(sum(margins.mapped("revenue")), 150)
        self.assertEqual(sum(margins.mapped("margin")), 40)

    def test_a_credit_note_takes_back_what_it_reverses(self):
        invoice = self._sold(
            {"price": 100, "quantity": 4, "product_id": self.lamp.id}, {"price": 200}
        )
        self.assertEqual(self._costs(invoice), [(240, "product"), (100, "rate")])
        self.lamp.standard_price = 90
        self.grid.cost_rate = 10
        whole = self._credit(invoice)
        self.assertEqual(self._costs(whole), [(-240, "product"), (-100, "rate")])

        part = invoice._reverse_moves([{"invoice_date": invoice.invoice_date}])
        part.invoice_line_ids[0].quantity = 1
        part.invoice_line_ids[1].unlink()
        part.action_post()
        self.assertEqual(self._costs(part), [(-60, "product")])

        alone = self.env["account.move"].create(
            {
                "move_type": "out_refund",
                "partner_id": self.customer.id,
                "invoice_line_ids": [self._line(100, product_id=self.lamp.id)],
            }
        )
        alone.action_post()
        self.assertEqual(self._costs(alone), [(-90, "product")], "it reverses nothing")

    def test_bills_have_no_cost_of_sale(self):
        bill = self.env["account.move"].create(
            {
                "move_type": "in_invoice",
                "partner_id": self.customer.id,
                "invoice_date": "2026-03-01",
                "invoice_line_ids": [self._line(100, product_id=self.lamp.id)],
            }
        )
        bill.action_post()
        self.assertEqual(self._costs(bill), [(0, False)])

    def test_what_was_posted_before_is_estimated_once(self):
        invoice = self._sold(
            {"price": 100, "quantity": 4, "product_id": self.lamp.id}, {"price": 200}
        )
        credit = self._credit(invoice)
        documents = invoice + credit
        documents.invoice_line_ids.write({"tpe_cost": 0, "tpe_cost_source": False})
        self.lamp.standard_price = 70
        self.env["account.move.line"]._estimate_costs()
        self.assertEqual(self._costs(invoice), [(280, "estimated"), (0, "unknown")])
        self.assertEqual(self._costs(credit), [(-280, "estimated"), (0, "unknown")])
        self.lamp.standard_price = 10
        self.env["account.move.line"]._estimate_costs()
        self.assertEqual(self._costs(invoice)[0], (280, "estimated"))

    def test_margin_by_product_and_by_customer(self):
        self._sold({"price": 100, "quantity": 4, "product_id": self.lamp.id})
        self._sold({"price": 80, "product_id": self.lamp.id}, {"price": 200})
        found = self.env["tpe.product.margin"]._read_group(
            [("company_id", "=", self.company.id)],
            ["product_id"],
            ["revenue:sum", "cost:sum", "margin:sum"],
        )
        self.assertIn((self.lamp, 480, 300, 180), found)
        self.assertIn((self.env["product.product"], 200, 100, 100), found)

    def test_an_assistant_posts_and_sees_no_cost(self):
        invoice = self.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": self.customer.id,
                "invoice_line_ids": [
                    Command.create(
                        {"product_id": self.lamp.id, "quantity": 1, "tax_ids": False}
                    )
                ],
            }
        )
        assistant = self._new_user("tpe_base.group_tpe_assistant")
        invoice.with_user(assistant).action_post()
        self.assertEqual(self._costs(invoice), [(60, "product")])
        line = invoice.with_user(assistant).invoice_line_ids[0]
        self._refused(lambda: line.read(["tpe_cost"]))
