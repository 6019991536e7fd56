from odoo.tests import tagged

from .facturx_common import FacturxCommon
from .variants import VARIANTS

# What core's importer does not read, whoever wrote the file.
NOT_READ = {
    "rounded_to_the_coin": "core does not read BT-114",
    "unwritable_signs": "no XML can hold the names of the books",
    "eco_contribution": "core makes a line of a fixed tax that it cannot find",
}


# Core computes the VAT of what it reads line by line, from prices without VAT.
CENTS = {
    **{"taxes_included": 0.03, "many_cents": 0.12, "rounded_globally": 0.08},
    # Three yen that the lines lack are on one of them.
    "yen_with_taxes_included": 3,
    # 60 % of a price has three decimals, and core rounds the sum of what it reads.
    **{"deposit_of_several_rates": 0.011, "final_of_several_rates": 0.011},
    "less_than_its_deposit": 0.011,
}


@tagged("post_install", "-at_install")
class TestFacturxRoundTrip(FacturxCommon):
    """What leaves as XML and comes back through core's importer is the same invoice."""

    def imported(self, move):
        """A draft of the same kind, read by core from the XML of ``move``."""
        content, refusals = move._facturx_xml()
        self.assertFalse(refusals)
        attachment = self.env["ir.attachment"].create(
            {"name": "factur-x.xml", "raw": content, "mimetype": "application/xml"}
        )
        journal = move.journal_id.with_context(default_move_type=move.move_type)
        return journal._create_document_from_attachment(attachment.ids)

    def test_every_kind_comes_back(self):
        for name in VARIANTS.keys() - NOT_READ.keys():
            with self.subTest(name), self.undone():
                move = VARIANTS[name](self.shop)
                if move is None:
                    continue
                back = self.imported(move)
                self.assertEqual(back.move_type, move.move_type)
                self.assertEqual(back.currency_id, move.currency_id)
                self.assertEqual(back.commercial_partner_id, move.commercial_partner_id)
                cents = CENTS.get(name, 0.004)
                for ours, theirs in zip(
                    self.lines(move), self.lines(back), strict=True
                ):
                    self.assertEqual(ours[:2], theirs[:2])
                    self.assertAlmostEqual(ours[2], theirs[2], delta=cents)
                    # Core guesses the per cent from amounts of two decimals.
                    self.assertAlmostEqual(ours[3], theirs[3], delta=0.05)
                for field in ("amount_untaxed", "amount_tax", "amount_total"):
                    self.assertAlmostEqual(
                        back[field], move[field], delta=cents, msg=field
                    )

    def lines(self, move):
        return [
            (
                line.product_id.name or line.name.splitlines()[0],
                round(abs(line.quantity), 4),
                line.price_subtotal,
                line.discount,
            )
            for line in move.invoice_line_ids
            if line.display_type == "product"
        ]
