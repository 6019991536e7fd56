from odoo import api, models
from odoo.tools import SQL


class TpeFacturxGap(models.Model):
    """Per cent ready, in customers and in euros: for the list and for the diagnostic."""

    _inherit = "tpe.facturx.gap"

    @api.model
    def _readiness(self, company):
        """How ready a company is to issue e-invoices that pass.

        ``{customers, ready, percent, invoiced, invoiced_ready, invoiced_percent, company,
        gaps}``: ``company`` is what is missing on the firm in words, ``gaps`` ``{code:
        customers}``.  The percentages are None while nothing was invoiced.
        """
        self._flush_what_gaps_read()
        [[customers, ready, invoiced, invoiced_ready, gaps]] = self.env.execute_query(
            SQL(
                """
                WITH gap AS MATERIALIZED (
                    SELECT partner_id, code, fatal FROM (%(gaps)s) AS each
                     WHERE company_id = %(company)s)
                SELECT count(*), count(*) FILTER (WHERE failing.partner_id IS NULL),
                       coalesce(sum(invoiced.invoiced), 0),
                       coalesce(sum(invoiced.invoiced)
                                FILTER (WHERE failing.partner_id IS NULL), 0),
                       (SELECT json_object_agg(code, customers) FROM (
                           SELECT code, count(*) AS customers FROM gap GROUP BY code
                        ) AS by_code)
                  FROM (%(invoiced)s) AS invoiced
                  JOIN res_partner partner ON partner.id = invoiced.partner_id
                                          AND partner.active
             LEFT JOIN (SELECT DISTINCT partner_id FROM gap WHERE fatal) AS failing
                    ON failing.partner_id = invoiced.partner_id
                 WHERE invoiced.company_id = %(company)s
                """,
                invoiced=self._invoiced(),
                gaps=self._customer_gaps(),
                company=company.id,
            )
        )
        ours = self.search(
            [("company_id", "=", company.id), ("subject", "=", "company")]
        )
        return {
            "customers": customers,
            "ready": ready,
            "percent": _percent(ready, customers),
            "invoiced": float(invoiced),
            "invoiced_ready": float(invoiced_ready),
            "invoiced_percent": _percent(invoiced_ready, invoiced),
            "company": ours.mapped("words"),
            "gaps": gaps or {},
        }

    def _flush_what_gaps_read(self):
        for model, names in self._depends.items():
            self.env[model].flush_model(names)

    @api.model
    def action_readiness(self):
        """The figures above the list, for the company the user works in."""
        self.check_access("read")
        return self._readiness(self.env.company)


def _percent(part, whole):
    """Whole per cent, never rounded up to a hundred."""
    return int(100 * part / whole) if whole and whole > 0 else None
