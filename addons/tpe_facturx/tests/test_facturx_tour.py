from io import BytesIO
from unittest.mock import patch

from odoo import Command
from odoo.tests import HttpCase, new_test_user, tagged

from . import invoice_files as files
from .printed_page import UNPATCHED
from .product_common import FacturxCommon


class TourCommon(FacturxCommon, HttpCase):
    """What the owner does, whatever the width of her screen."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        new_test_user(
            cls.env,
            "tour_facturx",
            "base.group_user,base.group_partner_manager,tpe_base.group_tpe_manager",
            company_id=cls.company.id,
            company_ids=[Command.set(cls.company.ids)],
            lang="en_US",
        )

    def _tour(self, path, name):
        self.start_tour(path, f"tpe_facturx_{name}", login="tour_facturx")

    def _one_click(self):
        invoice = self._invoice()
        reports = type(self.env["ir.actions.report"])
        # The printer would ask this server for its style sheets, which waits for it.
        page = UNPATCHED.read_bytes()

        def printed(_reports, _name, res_ids, data=None):
            return {
                res_id: {"stream": BytesIO(page), "attachment": None}
                for res_id in res_ids
            }, "pdf"

        with patch.object(reports, "_pre_render_qweb_pdf", printed):
            self._tour(
                f"/odoo/action-account.action_move_out_invoice_type/{invoice.id}",
                "one_click",
            )
        check = invoice.tpe_facturx_check_ids
        self.assertEqual((check.verdict, check.pdfa), ("accept", "yes"))
        self.assertFalse(invoice.is_move_sent)

    def _broken_customer(self):
        customer = self._customer("Sans Numéro", company_registry=False)
        self._invoice(partner=customer)
        self._tour("/odoo/e-invoice-readiness", "broken_customer")
        self.assertEqual(customer.company_registry, files.BUYER)

    def _received(self):
        self.env["ir.attachment"].create(
            {
                "name": "tour.xml",
                "url": "/tpe_facturx/tour.xml",
                "raw": files.cii(),
                "public": True,
            }
        )
        self._tour("/odoo/received-e-invoices", "received")
        file = self.env["tpe.facturx.file"].search(
            [("company_id", "=", self.company.id)]
        )
        self.assertEqual((file.verdict, file.move_id.state), ("accept", "draft"))
        self.assertEqual(file.move_id.amount_total, 240)

    def _zip(self):
        self._invoice(invoice_date=self._last_month())
        self._tour("/odoo/accountant-zip", "zip")
        batch = self.env["tpe.facturx.batch"].search(
            [("company_id", "=", self.company.id)]
        )
        self.assertEqual((batch.state, batch.total), ("queued", 1))

    def _last_month(self):
        # The browser's clock is not the one that the tests freeze.
        wizard = self.env["tpe.facturx.batch.new"].new({})
        return wizard.date_from


@tagged("-at_install", "post_install")
class TestTour(TourCommon):
    def test_one_click(self):
        self._one_click()

    def test_broken_customer(self):
        self._broken_customer()

    def test_received(self):
        self._received()

    def test_zip(self):
        self._zip()


@tagged("-at_install", "post_install")
class TestTourPhone(TourCommon):
    browser_size = "390x844"
    touch_enabled = True

    def test_one_click(self):
        self._one_click()

    def test_broken_customer(self):
        self._broken_customer()

    def test_received(self):
        self._received()

    def test_zip(self):
        self._zip()
