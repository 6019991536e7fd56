from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import QuoteCase


@tagged("post_install", "-at_install")
class TestOptions(QuoteCase):
    """A quote from which the customer chooses."""

    def test_three_optional_sections_once(self):
        steps = self.env["tpe.quote.step"].with_user(self.manager)
        template = steps._three_options()
        lines = template.sale_order_template_line_ids
        sections = lines.filtered(lambda line: line.display_type == "line_section")
        self.assertEqual(sections.mapped("is_optional"), [True, True, True])
        self.assertEqual(
            (lines - sections).filtered("product_id").mapped("name"),
            [
                "What was asked for, nothing more.",
                "What was asked for, and what avoids a second visit.",
                "The standard option, with upkeep for one year.",
            ],
        )
        self.assertEqual(steps._three_options(), template)
        self.assertFalse(template.env.su)
        other = self.env["res.company"].create({"name": "Autre"})
        self.manager.company_ids += other
        theirs = steps.with_context(allowed_company_ids=other.ids)._three_options()
        self.assertEqual((template | theirs).company_id, self.company | other)

    def test_quote_made_from_it_is_chosen_on_the_page(self):
        template = self.env["tpe.quote.step"].with_user(self.manager)._three_options()
        order = self.env["sale.order"].create(
            {
                "partner_id": self.customer.id,
                "sale_order_template_id": template.id,
            }
        )
        order._onchange_sale_order_template_id()
        options = order.order_line.filtered("product_id")
        self.assertEqual(len(options), 3)
        for line in options:
            self.assertTrue(line._can_be_edited_on_portal())
        # The option that is advised is taken: a quote of nought could be signed.
        self.assertEqual(options.mapped("product_uom_qty"), [0, 1, 0])

    def test_salesperson_does_not_make_it(self):
        with self.assertRaises(AccessError):
            self.env["tpe.quote.step"].with_user(self.seller)._three_options()
