from lxml import etree

from odoo.tests import tagged

from ..tools import cii, cii_fr
from .facturx_common import FRAME, PARTY, FacturxCommon
from .variants import VARIANTS

UNIQUE = (
    "BusinessProcessSpecifiedDocumentContextParameter",
    "TaxCurrencyCode",
    "ShipToTradeParty",
    "InvoiceReferencedDocument",
)


@tagged("post_install", "-at_install")
class TestFacturxOnce(FacturxCommon):
    """What is there already is not written again."""

    def test_enriched_twice_is_enriched_once(self):
        for name in (
            *("plain", "credit_note", "foreign_currency", "delivered_elsewhere"),
            *("large_quantity", "taxes_included", "rounded_to_the_coin"),
            *("micro_without_vat_number", "export_services", "already_paid"),
        ):
            with self.subTest(name), self.undone():
                move = VARIANTS[name](self.shop)
                tree = self.xml(move)
                once = etree.tostring(tree)
                cii_fr.enrich(tree, move._facturx_facts())
                self.assertEqual(etree.tostring(tree), once)

    def test_what_another_addon_wrote_stays(self):
        """As Odoo's own l10n_fr_pdp does, which later builds install by themselves."""
        move = VARIANTS["credit_note"](self.shop)
        tree = self.core_xml(move)
        context = cii.one(tree, "rsm:ExchangedDocumentContext")
        process = cii.add(context, "BusinessProcessSpecifiedDocumentContextParameter")
        cii.add(process, "ID", "M1")
        document = cii.one(tree, "rsm:ExchangedDocument")
        note = cii.add(document, "IncludedNote")
        cii.add(note, "Content", "Leur indemnité de 40 €")
        cii.add(note, "SubjectCode", "PMT")
        empty = cii.add(document, "IncludedNote")
        cii.add(empty, "SubjectCode", "AAB")
        seller = cii.one(tree, PARTY % "Seller")
        cii.add(seller, "GlobalID", "73282932000074", schemeID="0009")
        address = cii.add(seller, "URIUniversalCommunication")
        cii.add(address, "URIID", "732829320_FACTURES", schemeID="0225")
        settlement = cii.one(tree, cii_fr.SETTLEMENT)
        before = cii.add(settlement, "InvoiceReferencedDocument")
        cii.add(before, "IssuerAssignedID", move.reversed_entry_id.name)

        cii_fr.enrich(tree, move._facturx_facts())

        self.assertEqual(self.texts(tree, FRAME), ["M1"])
        notes = cii.every(document, "ram:IncludedNote/ram:SubjectCode")
        codes = sorted(code.text for code in notes)
        self.assertEqual(codes, ["AAB", "BAR", "PMD", "PMT"])
        self.assertEqual(self.notes(tree)["PMT"], "Leur indemnité de 40 €")
        self.assertTrue(self.notes(tree)["AAB"])
        self.assertEqual(len(cii.every(seller, "ram:GlobalID")), 1)
        self.assertEqual(
            self.texts(seller, "ram:URIUniversalCommunication/ram:URIID"),
            ["732829320_FACTURES"],
        )
        for name in UNIQUE:
            self.assertLessEqual(len(tree.findall(f".//{{*}}{name}")), 1, name)

    def test_elsewhere_core_is_left_alone(self):
        """A Belgian firm of the same database gets what core writes, word for word."""
        move = VARIANTS["plain"](self.shop)
        self.shop.company.write(
            {
                "country_id": self.env.ref("base.be").id,
                "vat": "BE0477472701",
            }
        )
        tree = self.xml(move)
        self.assertEqual(etree.tostring(tree), etree.tostring(self.core_xml(move)))
        self.assertFalse(tree.findall(".//{*}SubjectCode"))
        self.assertIn(
            "extended",
            tree.findtext(".//{*}GuidelineSpecifiedDocumentContextParameter/{*}ID"),
        )
        self.assertEqual(tree.findtext(".//{*}DueDateTypeCode"), "5")
