import io
import zipfile

from odoo.tests import freeze_time

from .penalty_common import PenaltyCommon


@freeze_time("2026-03-31 07:00:00")
class InjunctionCommon(PenaltyCommon):
    """A firm and a customer with addresses, and the way to a file."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        here = {"street": "1 rue des Tests", "zip": "69001", "city": "Lyon"}
        cls.company.partner_id.write({**here, "company_registry": "40303265000045"})
        cls.customer.write(here)

    def _due(self, **values):
        """An unpaid invoice that lacks nothing: reference, delivery, formal notice."""
        invoice = self._late(
            **{"ref": "Order 12", "delivery_date": "2025-04-28"} | values
        )
        if invoice.state == "posted":
            self._delivered(invoice, 3, days_ago=60)
        return invoice

    def _wizard_for(self, invoices, user=None):
        invoices = invoices.with_user(user or self.manager)
        wizard = self.env["tpe.dunning.injunction.build"].with_user(
            user or self.manager
        )
        return wizard.browse(invoices.action_tpe_injunction()["res_id"])

    def _built(self, invoices, accept=False):
        wizard = self._wizard_for(invoices)
        wizard.accept_missing = accept
        case = self.env["tpe.dunning.injunction"].with_user(self.manager)
        return case.browse(wizard.action_build()["res_id"])

    def _zip(self, case):
        return zipfile.ZipFile(io.BytesIO(case.attachment_id.sudo().raw))
