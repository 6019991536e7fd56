from facturx import get_facturx_xml_from_pdf

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date, split_every

from ..tools.check import check_many
from ..tools.official import available

TOGETHER = 50


class AccountMove(models.Model):
    """The file of the invoice: made once, and checked whenever it is made."""

    _inherit = "account.move"

    def _facturx_file(self):
        """``(bytes, name, checksum)`` of what is looked at: the PDF, else the XML alone."""
        self.ensure_one()
        attachment = self.sudo().invoice_pdf_report_id
        if attachment:
            return attachment.raw, attachment.name, attachment.checksum
        content, errors = self._facturx_xml()
        if errors:
            raise UserError("\n".join(errors))
        return content, "factur-x.xml", False

    def _facturx_files(self, checksums):
        """Each file with its name, one after the other; their ``checksums`` are noted."""
        for move in self:
            content, name, checksum = move._facturx_file()
            checksums.append(checksum)
            yield content, name

    def _facturx_check_files(self, official):
        """Check the files of self and keep the verdicts; several share the compilation.

        Without the official rules it takes milliseconds: that is for the moment when the
        file is made.  Where they can run, they follow in the background.
        """
        checks = self.env["tpe.facturx.check"]
        for ids in split_every(TOGETHER, self.ids):
            moves, checksums = self.browse(ids), []
            verdicts = check_many(
                moves._facturx_files(checksums), official=official, trusted=True
            )
            for move, verdict in zip(moves, verdicts, strict=True):
                checks._record(move, verdict, checksums.pop(0), waiting=not official)
        if not official and self and any(available().values()):
            self.env.ref("tpe_facturx.ir_cron_check")._trigger()

    def _facturx_stored_xml(self, content):
        """The XML inside the PDF ``content``; nothing when it is no Factur-X."""
        try:
            return get_facturx_xml_from_pdf(content, check_xsd=False)[1]
        except Exception:  # the library raises what the parser of the day raises
            return None

    def action_tpe_facturx_batch(self):
        """Queue the accountant's ZIP of the invoices chosen in the list."""
        today = fields.Date.context_today(self)
        day = format_date(self.env, today, date_format="d MMM yyyy")
        name = self.env._("Invoices chosen on %s", day)
        return self.env["tpe.facturx.batch"]._ask(self, name)._get_records_action()

    @api.model
    def _cron_facturx_check(self, batch_size=TOGETHER):
        """Run the official rules on the files that were made since."""
        domain = [("waiting", "=", True)]
        checks = self.env["tpe.facturx.check"].search(domain, limit=batch_size)
        progress = self.env["ir.cron"]._commit_progress
        progress(remaining=self.env["tpe.facturx.check"].search_count(domain))
        checks = checks.try_lock_for_update().filtered_domain(domain)
        # Whose file is gone is looked at when it is made again.
        gone = checks.filtered(lambda check: not check.move_id.invoice_pdf_report_id)
        gone.waiting = False
        (checks - gone).move_id._facturx_check_files(official=True)
        progress(len(checks))
