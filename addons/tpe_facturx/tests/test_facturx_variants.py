from lxml import etree

from odoo.tests import tagged

from ..tools import cii, cii_fr
from ..tools.check import check_many
from ..tools.french_ids import luhn
from .facturx_common import (
    FRAME,
    LINE,
    PARTY,
    PRICES,
    SUMS,
    TAX,
    FacturxCommon,
)
from .variants import BUYER_SIRET, DAY, SIRET, VARIANTS

TYPE = "rsm:ExchangedDocument/ram:TypeCode"
DUE = f"{TAX}/ram:DueDateTypeCode"
REASON = f"{TAX}/ram:ExemptionReasonCode"
CATEGORY = f"{TAX}/ram:CategoryCode"
PAID = f"{SUMS}/ram:TotalPrepaidAmount"
LEFT = f"{SUMS}/ram:DuePayableAmount"
BEFORE = (
    "rsm:SupplyChainTradeTransaction/ram:ApplicableHeaderTradeSettlement"
    "/ram:InvoiceReferencedDocument/ram:IssuerAssignedID"
)
WORDS = f"{TAX}/ram:ExemptionReason"
TERMS = f"{cii_fr.SETTLEMENT}/ram:SpecifiedTradePaymentTerms/ram:Description"
DUE_DAY = f"{cii_fr.SETTLEMENT}/ram:SpecifiedTradePaymentTerms/ram:DueDateDateTime/*"
NET = f"{PRICES}/ram:NetPriceProductTradePrice/ram:ChargeAmount"
TOTAL = f"{LINE}/ram:SpecifiedLineTradeSettlement//ram:LineTotalAmount"

# What the law and the norm want of each kind, found by hand.
EXPECTED = {
    "plain": {FRAME: ["B1"], TYPE: ["380"], DUE: [], CATEGORY: ["S"], LEFT: ["120.00"]},
    "without_product": {
        f"{LINE}/ram:SpecifiedTradeProduct/ram:Name": ["Dépannage du portail"],
    },
    # 9.99 x 3 less 15 % = 25.47; net price 8.4915.
    "discount": {NET: ["8.4915", "120.00"], TOTAL: ["25.47", "240.00"]},
    "wholly_discounted": {NET: ["0.00", "80.00"], LEFT: ["96.00"]},
    "all_free": {FRAME: ["B1"], LEFT: ["0.00"]},
    # 29.97 with VAT = 24.98 + 5.00 (24.975, half up), three times: 74.925 -> 74.93.
    "taxes_included": {f"{SUMS}/ram:GrandTotalAmount": ["89.91"]},
    "four_decimals": {NET: ["0.3333", "0.0125"], TOTAL: ["333.30", "0.50"]},
    # 30000 x 0.123457 less 33.33 % = 2469.26
    "large_quantity": {TOTAL: ["2469.26"]},
    "credit_note": {FRAME: ["B1"], TYPE: ["381"]},
    "credit_note_of_another_software": {TYPE: ["381"], BEFORE: ["2025-0147"]},
    "corrective": {TYPE: ["384"]},
    "already_paid": {FRAME: ["B2"], PAID: ["120.00"], LEFT: ["0.00"]},
    "paid_later": {FRAME: ["B1"], PAID: ["0.00"], LEFT: ["120.00"]},
    "partly_paid": {FRAME: ["B1"], PAID: ["50.00"], LEFT: ["70.00"]},
    "services_on_payment": {FRAME: ["S1"], DUE: ["72"]},
    "services_on_debits": {FRAME: ["S1"], DUE: ["5"]},
    "goods_and_services": {FRAME: ["M1"], DUE: []},
    # 200 USD of VAT at 1.25 USD for a euro.
    "foreign_currency": {f"{SUMS}/ram:TaxTotalAmount": ["200.00", "160.00"]},
    "intra_eu_goods": {CATEGORY: ["K"], REASON: ["VATEX-EU-IC"], FRAME: ["B1"]},
    "intra_eu_services": {CATEGORY: ["AE"], REASON: ["VATEX-EU-AE"], FRAME: ["S1"]},
    "export_goods": {CATEGORY: ["G"], REASON: ["VATEX-EU-G"]},
    "export_services": {
        CATEGORY: ["O"],
        REASON: ["VATEX-EU-O"],
        f"{PARTY % 'Seller'}/ram:SpecifiedTaxRegistration/ram:ID": [],
        f"{PARTY % 'Buyer'}/ram:SpecifiedLegalOrganization/ram:ID": ["CHE-530.781.296"],
    },
    "reverse_charge_construction": {CATEGORY: ["AE"], REASON: ["VATEX-EU-AE"]},
    "subcontractor_of_public_works": {FRAME: ["S5"]},
    "micro_without_vat_number": {
        REASON: ["VATEX-FR-FRANCHISE"],
        f"{PARTY % 'Seller'}/ram:SpecifiedTaxRegistration/ram:ID[@schemeID='FC']": [
            "732829320"
        ],
    },
    "consumer": {
        f"{PARTY % 'Buyer'}/ram:URIUniversalCommunication/ram:URIID[@schemeID='EM']": [
            "julie.perrin@example.org"
        ],
        f"{PARTY % 'Buyer'}/ram:SpecifiedLegalOrganization": [],
    },
    "number_with_a_space": {"rsm:ExchangedDocument/ram:ID": ["FAC-2026/0042"]},
    "overseas": {f"{TAX}/ram:RateApplicablePercent": ["8.5"], CATEGORY: ["S"]},
    "negative_line": {NET: ["500.00", "50.00"], TOTAL: ["500.00", "-50.00"]},
    "zero_line": {NET: ["500.00", "0.00"]},
    # 9.99 + 2.00 = 11.99, rounded to 12.00.
    "rounded_to_the_coin": {f"{SUMS}/ram:RoundingAmount": ["0.01"], LEFT: ["12.00"]},
    "deposit": {FRAME: ["S1"], TYPE: ["386"]},
    "final_after_deposit": {FRAME: ["S4"], TYPE: ["380"], LEFT: ["2520.00"]},
    "credit_of_a_deposit": {TYPE: ["503"]},
    "two_instalments": {
        TERMS: ["30 % à la commande, 70 % à 30 jours"],
        # The last of them: 5 October and thirty days.
        DUE_DAY: ["20261104"],
    },
    "retention": {
        FRAME: ["S1"],
        LEFT: ["6000.00"],
        TERMS: ["95 % à 30 jours, 5 % à un an"],
    },
    # 100 at 20 % and 50 at 5.5 %: the VAT of the whole, the discount is not taken yet.
    "early_payment_discount": {
        f"{SUMS}/ram:TaxTotalAmount": ["22.75"],
        LEFT: ["172.75"],
        "rsm:ExchangedDocument/ram:IncludedNote[ram:SubjectCode='AAB']/ram:Content": [
            "Escompte de 2 % pour tout paiement sous 10 jours."
        ],
    },
    "reverse_charge_and_normal": {FRAME: ["M1"], CATEGORY: ["AE", "S"]},
    # Taxed here by the margin, also when it goes to Germany: neither K nor its date.
    "second_hand": {
        CATEGORY: ["E"],
        REASON: ["VATEX-EU-F"],
        WORDS: ["Régime particulier - Biens d’occasion"],
    },
    "travel_agency": {
        CATEGORY: ["E"],
        REASON: ["VATEX-EU-D"],
        WORDS: ["Régime particulier - Agences de voyages"],
    },
    "to_monaco": {CATEGORY: ["S"], LEFT: ["360.00"]},
    "to_guadeloupe_written_as_france": {
        CATEGORY: ["G"],
        WORDS: ["Exonération de TVA, art. 294, 2 du CGI"],
    },
    "from_reunion_to_mainland": {
        CATEGORY: ["G"],
        WORDS: ["Exonération de TVA, art. 294, 2 du CGI"],
    },
    "exempt_in_reunion": {CATEGORY: ["E"]},
    "to_the_canaries": {
        CATEGORY: ["G"],
        WORDS: ["Exonération de TVA, art. 262, I du CGI"],
    },
    # 1234567.89 + 246913.58 (20 %) + 2345678.91 + 129012.34 (5.5 %)
    "millions": {LEFT: ["3956172.72"]},
    # 5 x 999 = 4995, of which 4995 / 6 = 832.5 of VAT, half up.
    "yen_with_taxes_included": {f"{SUMS}/ram:TaxTotalAmount": ["833.00", "5.10"]},
    "unwritable_signs": {
        f"{PARTY % 'Buyer'}/ram:Name": ["Menuiserie Blanchard"],
        f"{LINE}/ram:SpecifiedTradeProduct/ram:Name": [
            *("Line 1", "Line 2", "Pose des volets", "Panneau de chêne")
        ],
        f"{LINE}/ram:SpecifiedTradeProduct/ram:GlobalID": [],
    },
    "sections_of_a_quote": {TOTAL: ["10.00", "30.00", "20.00"]},
    "deposit_of_several_rates": {FRAME: ["M1"], TYPE: ["386"]},
    "final_of_several_rates": {FRAME: ["M4"], TYPE: ["380"]},
    "less_than_its_deposit": {FRAME: ["M1"], TYPE: ["381"]},
}


@tagged("post_install", "-at_install")
class TestFacturxVariants(FacturxCommon):
    """Each kind of invoice, read by the official rules and by a person."""

    def test_every_kind_passes_the_official_rules(self):
        files, self.trees, orders = [], {}, {}
        for name, build in VARIANTS.items():
            with self.subTest(name), self.undone():
                move = build(self.shop)
                if move is None:  # no sale orders in this database
                    continue
                tree = self.xml(move)
                self.trees[name] = tree
                files.append((etree.tostring(tree), name))
                orders[name] = move.invoice_origin
                for path, expected in EXPECTED.get(name, {}).items():
                    self.assertEqual(self.texts(tree, path), expected, path)
        self.assertGreaterEqual(len(files), 55)
        for (_data, name), verdict in zip(
            files, check_many(files, DAY, trusted=True), strict=True
        ):
            with self.subTest(name):
                self.assertFalse(verdict.findings)
                self.assertFalse(verdict.not_run)
                self.assertEqual(verdict.profile, "en16931")

    def test_who_sells_and_who_buys(self):
        tree = self.xml(VARIANTS["plain"](self.shop))
        for who, siret in (("Seller", SIRET), ("Buyer", BUYER_SIRET)):
            self.assertTrue(luhn(siret))
            party = cii.one(tree, PARTY % who)
            for path, scheme, value in (
                ("ram:SpecifiedLegalOrganization/ram:ID", "0002", siret[:9]),
                ("ram:GlobalID", "0009", siret),
                ("ram:URIUniversalCommunication/ram:URIID", "0225", siret[:9]),
            ):
                (node,) = cii.every(party, path)
                self.assertEqual((node.get("schemeID"), node.text), (scheme, value))

    def test_notes_are_never_empty(self):
        self.shop.company.write({"tpe_note_penalty": " ", "tpe_note_recovery": "Ici"})
        notes = self.notes(self.xml(VARIANTS["plain"](self.shop)))
        self.assertEqual(set(notes), {"PMT", "PMD", "AAB", "BAR"})
        self.assertEqual((notes["PMT"], notes["BAR"]), ("Ici", "B2B"))
        self.assertIn("L441-10", notes["PMD"])

    def test_what_is_guessed_is_not_written(self):
        """Neither a delivery, nor a period, nor an order that nobody wrote."""
        for name in ("plain", "services_on_payment"):
            tree = self.xml(VARIANTS[name](self.shop))
            for gone in (
                "ShipToTradeParty",
                "ActualDeliverySupplyChainEvent",
                "BillingSpecifiedPeriod",
                "BuyerOrderReferencedDocument",
            ):
                self.assertFalse(tree.findall(f".//{{*}}{gone}"), gone)

    def test_our_own_sale_order_is_not_the_customer_s(self):
        move = VARIANTS["final_after_deposit"](self.shop)
        self.assertEqual(move.ref, move.invoice_origin)
        self.assertFalse(self.xml(move).findall(".//{*}BuyerOrderReferencedDocument"))

    def test_where_and_when_it_was_delivered(self):
        tree = self.xml(VARIANTS["delivered_elsewhere"](self.shop))
        (place,) = tree.findall(".//{*}ShipToTradeParty")
        self.assertEqual(place.findtext(".//{*}LineOne"), "40 cours Vitton")
        self.assertFalse(place.findall("{*}DefinedTradeContact"))
        (event,) = tree.findall(".//{*}ActualDeliverySupplyChainEvent")
        self.assertEqual(event.findtext(".//{*}DateTimeString"), "20261001")

    def test_the_customer_is_the_firm_not_its_contact(self):
        tree = self.xml(VARIANTS["contact_of_the_customer"](self.shop))
        self.assertEqual(
            self.texts(tree, f"{PARTY % 'Buyer'}/ram:Name"), ["Menuiserie Blanchard"]
        )

    def test_words_of_a_zero_rate(self):
        words = f"{TAX}/ram:ExemptionReason"
        for name, article in (
            ("micro_without_vat_number", "293 B"),
            ("reverse_charge_construction", "283-2 nonies"),
            ("intra_eu_services", "283-2"),
            ("intra_eu_goods", "262 ter"),
            ("export_goods", "262, I"),
            ("export_services", "259-1"),
        ):
            with self.subTest(name), self.undone():
                [reason] = self.texts(self.xml(VARIANTS[name](self.shop)), words)
                self.assertIn(article, reason)

    def test_credit_note_names_its_invoice(self):
        wrong = VARIANTS["plain"](self.shop)
        credit = self.shop.refund(wrong)
        self.assertEqual(self.texts(self.xml(credit), BEFORE), [wrong.name])

    def test_the_final_invoice_names_its_deposit(self):
        for name in ("final_after_deposit", "less_than_its_deposit"):
            with self.subTest(name), self.undone():
                move = VARIANTS[name](self.shop)
                lines = move.invoice_line_ids.sale_line_ids.invoice_lines
                deposits = (lines.move_id - move).mapped("name")
                self.assertEqual(self.texts(self.xml(move), BEFORE), deposits)

    def test_paid_on_the_spot_is_due_on_the_day_it_was_paid(self):
        tree = self.xml(VARIANTS["already_paid"](self.shop))
        due = tree.findtext(".//{*}DueDateDateTime/{*}DateTimeString")
        self.assertEqual(due, f"{DAY:%Y%m%d}")
