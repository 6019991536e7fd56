from contextlib import contextmanager
from unittest.mock import patch

from lxml import etree

from odoo.tests import TransactionCase

from ..tools import cii, cii_fr
from .variants import Shop

PARTY = f"{cii_fr.AGREEMENT}/ram:%sTradeParty"
TAX = f"{cii_fr.SETTLEMENT}/ram:ApplicableTradeTax"
SUMS = f"{cii_fr.SETTLEMENT}/ram:SpecifiedTradeSettlementHeaderMonetarySummation"
LINE = f"{cii_fr.TRANSACTION}/ram:IncludedSupplyChainTradeLineItem"
PRICES = f"{LINE}/ram:SpecifiedLineTradeAgreement"
FRAME = (
    "rsm:ExchangedDocumentContext"
    "/ram:BusinessProcessSpecifiedDocumentContextParameter/ram:ID"
)


class FacturxCommon(TransactionCase):
    """A small French firm, and the XML of its invoices."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.shop = Shop(cls.env)

    def xml(self, move):
        """The tree of an invoice that nothing refuses."""
        content, refusals = move._facturx_xml()
        self.assertFalse(refusals)
        return etree.fromstring(content)

    def core_xml(self, move):
        """What core writes, before anything is added."""
        with patch.object(cii_fr, "enrich", lambda tree, facts: "core"):
            return etree.fromstring(move._facturx_xml()[0])

    def texts(self, tree, path):
        return [node.text for node in cii.every(tree, path)]

    def notes(self, tree):
        return {
            cii.text(note, "ram:SubjectCode"): cii.text(note, "ram:Content")
            for note in cii.every(tree, "rsm:ExchangedDocument/ram:IncludedNote")
        }

    @contextmanager
    def undone(self):
        """What happens inside leaves no trace: variants change the firm."""
        with patch.object(self.env.cr, "commit"):
            savepoint = self.env.cr.savepoint(flush=False)
            self.env.flush_all()
            with savepoint:
                yield
                self.env.flush_all()
                savepoint.rollback()
            self.env.invalidate_all()
