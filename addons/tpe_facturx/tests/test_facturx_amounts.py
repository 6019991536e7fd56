from dataclasses import replace
from decimal import Decimal

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odoo.tests import tagged
from odoo.tests.common import BaseCase

from ..tools import cii, cii_amounts, cii_fr
from ..tools.cii_facts import Line
from .facturx_common import LINE, SUMS, TAX, FacturxCommon
from .variants import VARIANTS

CENT = Decimal("0.01")
TAXES = (
    *("tva_normale", "tva_normale_ttc", "tva_reduite", "tva_reduite_ttc"),
    *("tva_super_reduite", "tva_normale_encaissement", "tva_sale_good_0"),
)
LINES = st.lists(
    st.tuples(
        st.decimals(0, 3000, places=4).map(float),
        st.sampled_from([1, 2, 3, 7, 0.5, 1.25, 12, 1000, -1]),
        st.sampled_from([0, 0, 5, 10, 12.5, 33.33, 100]),
        st.sampled_from(TAXES),
    ),
    min_size=1,
    max_size=8,
)


@tagged("post_install", "-at_install")
class TestFacturxAmounts(FacturxCommon):
    """Whatever is sold, the file asks for what the books ask for."""

    def sums(self, tree, path):
        return sum(map(Decimal, self.texts(tree, path)), Decimal(0))

    def agree(self, tree, move):
        """Every sum of the norm, to the cent (BR-CO-10, 13, 14, 15, BR-S-08)."""
        total = Decimal(f"{move.amount_total:.2f}")
        net = Decimal(f"{move.amount_untaxed:.2f}")
        self.assertEqual(self.sums(tree, f"{SUMS}/ram:GrandTotalAmount"), total)
        self.assertEqual(self.sums(tree, f"{SUMS}/ram:TaxBasisTotalAmount"), net)
        self.assertEqual(self.sums(tree, f"{TAX}/ram:BasisAmount"), net)
        self.assertEqual(self.sums(tree, f"{TAX}/ram:CalculatedAmount"), total - net)
        bases = {}
        for line in cii.every(tree, LINE):
            settlement = cii.one(line, "ram:SpecifiedLineTradeSettlement")
            key = cii.vat_key(cii.one(settlement, "ram:ApplicableTradeTax"))
            worth = cii.number(settlement, ".//ram:LineTotalAmount")
            bases[key] = bases.get(key, 0) + worth
            self.priced(line, worth)
        told = {
            cii.vat_key(tax): cii.number(tax, "ram:BasisAmount")
            for tax in cii.every(tree, TAX)
        }
        self.assertEqual(bases, told)

    def priced(self, line, worth):
        """Price times quantity is the total of the line; no price is negative."""
        price = cii.one(
            line, "ram:SpecifiedLineTradeAgreement/ram:NetPriceProductTradePrice"
        )
        quantity = cii.number(line, ".//ram:BilledQuantity")
        units = cii.number(price, "ram:BasisQuantity") or 1
        amount = cii.number(price, "ram:ChargeAmount")
        self.assertGreaterEqual(amount, 0)
        self.assertEqual(cii.money(amount * quantity / units), cii.money(worth))

    def test_random_invoices_agree_or_fall_back(self):
        seen = set()

        @settings(
            max_examples=25,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        )
        @given(LINES, st.sampled_from(["round_per_line", "round_globally"]))
        def prove(lines, rounding):
            with self.undone():
                self.shop.company.tax_calculation_rounding_method = rounding
                move = self.shop.invoice(
                    *(
                        self.shop.line(price, quantity, tax, discount=discount)
                        for price, quantity, discount, tax in lines
                    ),
                    post=False,
                )
                tree = self.core_xml(move)
                level = move_level(tree, move)
                seen.add(level)
                if level == "en16931":
                    self.agree(tree, move)
                else:
                    self.assertEqual(level, "extended")

        prove()
        self.assertIn("en16931", seen)

    def test_cents_go_to_the_largest_line(self):
        """7 x 11.17 with 5.5 % make 74.11 without VAT; each alone 10.59, so 74.13."""
        move = VARIANTS["rounded_globally"](self.shop)
        tree = self.xml(move)
        self.agree(tree, move)
        worth = [
            cii.number(line, ".//ram:LineTotalAmount") for line in cii.every(tree, LINE)
        ]
        self.assertEqual(sum(worth[:7]), Decimal("74.11"))
        self.assertEqual(len(set(worth[:7])), 2)

    def test_more_than_cents_falls_back_to_extended(self):
        move = VARIANTS["plain"](self.shop)
        tree = self.core_xml(move)
        facts = move._facturx_facts()
        (tax,) = facts.taxes
        strange = replace(facts, taxes=(replace(tax, base=Decimal("100.02")),))
        self.assertEqual(cii_fr.enrich(tree, strange), "extended")
        guideline = tree.findtext(
            ".//{*}GuidelineSpecifiedDocumentContextParameter/{*}ID"
        )
        self.assertTrue(guideline.endswith("extended"))


def move_level(tree, move):
    return cii_fr.enrich(tree, move._facturx_facts())


class TestShares(BaseCase):
    """The cents alone, without books."""

    @settings(max_examples=300, derandomize=True, deadline=None)
    @given(
        st.lists(st.decimals(-500, 500, places=2), min_size=1, max_size=12),
        st.integers(-15, 15),
    )
    def test_shares_sum_to_the_base_or_are_none(self, totals, cents):
        base = sum(totals) + cents * CENT
        given_ = cii_amounts.shares(totals, base)
        if abs(cents) > len(totals):
            self.assertIsNone(given_)
        else:
            self.assertEqual(sum(given_), base)
            moved = [a for a, b in zip(given_, totals, strict=True) if a != b]
            self.assertLessEqual(len(moved), 1)

    def test_a_cent_moves_the_price_and_keeps_the_discount(self):
        line = Line("a", Decimal(2), Decimal(10), Decimal(9), Decimal(18))
        tax = cii.etree.fromstring(
            f'<s xmlns:ram="{cii.RAM}"><ram:ApplicableTradeTax>'
            "<ram:BasisAmount>18.01</ram:BasisAmount><ram:CategoryCode>S</ram:CategoryCode>"
            "</ram:ApplicableTradeTax></s>"
        )
        (moved,), exact = cii_amounts.reconcile(tax, (line,))
        self.assertTrue(exact)
        self.assertEqual(
            (moved.total, moved.net, moved.gross),
            (Decimal("18.01"), Decimal("9.005"), Decimal(10)),
        )
