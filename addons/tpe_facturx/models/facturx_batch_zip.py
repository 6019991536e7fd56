import hashlib
import os
import shutil
import tempfile
import zipfile
from pathlib import Path

from odoo import models
from odoo.tools import SQL, split_every

from ..tools.company_number import SIREN, digits
from ..tools.manifest_csv import file_name, table

TOGETHER = 50
MIME = "application/zip"


class TpeFacturxBatch(models.Model):
    """The ZIP itself, written to disk file by file: memory does not grow with it."""

    _inherit = "tpe.facturx.batch"

    def _zip(self):
        """Path of a temporary file that holds the PDFs, the XML and the manifest."""
        folder, prefix = self._zip_folder(), f"tpe-facturx-{self.id}-"
        for left in Path(folder or tempfile.gettempdir()).glob(f"{prefix}*.zip"):
            left.unlink(missing_ok=True)  # by a run that was killed
        handle, path = tempfile.mkstemp(suffix=".zip", prefix=prefix, dir=folder)
        try:
            self._write_zip(handle)
        except BaseException:
            os.unlink(path)  # of a full disk, above all
            raise
        return path

    def _write_zip(self, handle):
        rates, rows, taken = self._rates(), [], set()
        with (
            os.fdopen(handle, "wb") as file,
            zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive,
        ):
            for ids in split_every(TOGETHER, self.line_ids.ids):
                lines = self.env["tpe.facturx.batch.line"].browse(ids)
                amounts = self._amounts(lines.move_id)
                self._check_files(lines)
                for line in lines:
                    pdf = self._add(archive, line, taken)
                    figures = amounts.get(line.move_id.id, {})
                    rows.append(self._row(line, pdf, rates, figures))
                self.env.invalidate_all()
            rows.insert(0, self._heading(rates))
            archive.writestr("manifest.csv", table(rows))

    def _check_files(self, lines):
        """Run all the layers on files that some of them have not looked at yet."""
        made = lines.filtered(lambda line: line.state == "done").move_id
        made.filtered(
            lambda move: (
                not (check := move.tpe_facturx_check_ids)
                or check.outdated
                or check.waiting
            )
        )._facturx_check_files(official=True)

    def _zip_folder(self):
        """Where the attachments are, so that the finished file is only renamed."""
        attachments = self.env["ir.attachment"]
        if attachments._storage() != "file":
            return None
        folder = attachments._filestore()
        os.makedirs(folder, exist_ok=True)
        return folder

    def _add(self, archive, line, taken):
        """Put the files of one invoice in the ZIP; the name of its PDF, or ""."""
        if line.state != "done":
            return ""
        move = line.move_id
        pdf = file_name(f"{move.name}.pdf", taken)
        content = move.sudo().invoice_pdf_report_id.raw
        # A PDF is compressed already: a second time costs seconds and saves nothing.
        archive.writestr(f"pdf/{pdf}", content, zipfile.ZIP_STORED)
        xml = move._facturx_stored_xml(content)
        if xml:
            archive.writestr(f"xml/{pdf[:-4]}.xml", xml)
        return pdf

    def _keep(self, path):
        """The file at ``path`` as an attachment of self, without reading it into memory."""
        attachments = self.env["ir.attachment"].sudo()
        values = {
            "name": f"{self.name}.zip",
            "res_model": self._name,
            "res_id": self.id,
            "mimetype": MIME,
        }
        if attachments._storage() != "file":
            with open(path, "rb") as file:
                return attachments.create({**values, "raw": file.read()})
        attachment = attachments.create(values)
        sha, size = hashlib.sha1(usedforsecurity=False), os.path.getsize(path)
        with open(path, "rb") as file:
            while chunk := file.read(1 << 20):
                sha.update(chunk)
        name = f"{sha.hexdigest()[:2]}/{sha.hexdigest()}"
        # As core does for its own files: should this transaction fail, it is collected.
        self.env.execute_query(
            SQL(
                """UPDATE ir_attachment SET store_fname = %s, checksum = %s,
                          file_size = %s, db_datas = NULL, mimetype = %s
                    WHERE id = %s RETURNING id""",
                name,
                sha.hexdigest(),
                size,
                MIME,
                attachment.id,
            )
        )
        attachment.invalidate_recordset()
        attachments._mark_for_gc(name)
        target = attachments._full_path(name)
        os.makedirs(os.path.dirname(target), exist_ok=True)
        shutil.move(path, target)
        os.chmod(target, 0o644)
        return attachment

    def _heading(self, rates):
        heading = [
            self.env._("Number"),
            self.env._("Date"),
            self.env._("Customer"),
            "SIREN",
            self.env._("Currency"),
            self.env._("Total without tax"),
            self.env._("VAT"),
            self.env._("Total with tax"),
        ]
        for rate in rates:
            shown = f"{rate:g}".replace(".", ",")
            heading += [
                self.env._("Without tax at %s %%", shown),
                self.env._("VAT at %s %%", shown),
            ]
        return [
            *heading,
            self.env._("File"),
            "SHA-256",
            self.env._("Profile"),
            self.env._("Verdict"),
            self.env._("Rules"),
            self.env._("Not run"),
            self.env._("Reason"),
        ]

    def _row(self, line, pdf, rates, figures):
        move = line.move_id
        sign = -1 if move.move_type == "out_refund" else 1
        check = move.tpe_facturx_check_ids
        if line.state != "done":
            check = check.browse()
        accepted = (
            self.env._("nothing found, incomplete")
            if check.not_run
            else self.env._("accepted")
        )
        verdict = {"accept": accepted, "reject": self.env._("to mend")}.get(
            check.verdict, self.env._("left out")
        )
        row = [
            move.name,
            move.invoice_date,
            move.commercial_partner_id.name,
            digits(move.commercial_partner_id.company_registry)[:SIREN],
            move.currency_id.name,
            sign * move.amount_untaxed,
            sign * move.amount_tax,
            sign * move.amount_total,
        ]
        for rate in rates:
            row += figures.get(rate, (None, None))
        return [
            *row,
            pdf,
            line.sha256,
            check._profile_words(),
            verdict,
            " ".join(dict.fromkeys(check.finding_ids.mapped("rule"))),
            check.not_run,
            line.reason,
        ]

    def _rates(self):
        """The VAT rates that the invoices of self bear, highest first."""
        return [
            rate
            for [rate] in self.env.execute_query(
                SQL(
                    """SELECT DISTINCT rate::float FROM (%s) AS amounts ORDER BY 1 DESC""",
                    self._amounts_query(
                        SQL(
                            "SELECT move_id FROM tpe_facturx_batch_line WHERE batch_id = %s",
                            self.id,
                        )
                    ),
                )
            )
        ]

    def _amounts(self, moves):
        """``{invoice id: {rate: (without tax, VAT)}}`` in the currency of each invoice."""
        found = {}
        for move, rate, base, vat in self.env.execute_query(
            self._amounts_query(SQL("SELECT unnest(%s)", moves.ids))
        ):
            found.setdefault(move, {})[float(rate)] = (float(base), float(vat))
        return found

    def _amounts_query(self, moves):
        self.env["account.move.line"].flush_model()
        return SQL(
            """
            SELECT line.move_id, coalesce(tax.amount, 0) AS rate,
                   coalesce(sum(-line.amount_currency)
                            FILTER (WHERE line.tax_line_id IS NULL), 0) AS base,
                   coalesce(sum(-line.amount_currency)
                            FILTER (WHERE line.tax_line_id IS NOT NULL), 0) AS vat
              FROM account_move_line line
         LEFT JOIN LATERAL (
                   SELECT rel.account_tax_id AS id
                     FROM account_move_line_account_tax_rel rel
                     JOIN account_tax t ON t.id = rel.account_tax_id
                                       AND t.amount_type = 'percent'
                    WHERE rel.account_move_line_id = line.id
                      AND line.tax_line_id IS NULL
                 ORDER BY t.amount DESC LIMIT 1) AS goods ON TRUE
         LEFT JOIN account_tax tax ON tax.id = coalesce(line.tax_line_id, goods.id)
             WHERE line.move_id IN (%s)
               AND line.display_type IN ('product', 'tax', 'rounding', 'epd')
          GROUP BY line.move_id, coalesce(tax.amount, 0)
            """,
            moves,
        )
