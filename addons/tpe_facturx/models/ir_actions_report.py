from markupsafe import Markup

from odoo import models

from ..tools.printable import printable


class IrActionsReport(models.Model):
    _inherit = "ir.actions.report"

    def _run_wkhtmltopdf(
        self, bodies, report_ref=False, header=None, footer=None, **how
    ):
        """Override of `base`: invoices hold no sign that PDF/A cannot show."""
        if self.env.company._facturx_in_france() and self._is_invoice_report(
            report_ref
        ):
            bodies = [Markup(printable(str(body))) for body in bodies]
            header, footer = (
                Markup(printable(str(part))) if part else part
                for part in (header, footer)
            )
        return super()._run_wkhtmltopdf(bodies, report_ref, header, footer, **how)
