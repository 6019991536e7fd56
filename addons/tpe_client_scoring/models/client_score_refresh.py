import logging

from odoo import api, models
from odoo.fields import Date
from odoo.tools import SQL
from odoo.tools.gc import disabling_gc

_logger = logging.getLogger(__name__)


class ClientScoreRefresh(models.Model):
    """Writing the rows: every night what changed, every month a row that is kept."""

    _inherit = "tpe.client.score"

    @api.model
    def _cron_scoring(self):
        """Each night, company by company: one that fails does not stop the others."""
        progress = self.env["ir.cron"]._commit_progress
        companies = self.env["res.company"].search([("chart_template", "!=", False)])
        progress(remaining=len(companies))
        for company in companies:
            try:
                with self.env.cr.savepoint():
                    self._refresh(company)
            except Exception as error:
                _logger.exception("Scores of company %s failed", company.id)
                self.env.invalidate_all()
                company._scoring_grid().message_post(
                    body=self.env._(
                        "The scores could not be computed: %s. "
                        "Those of the last night are shown.",
                        str(error),
                    )
                )
            if not progress(1):
                break

    @api.model
    def _refresh(self, company):
        """Rewrite the current rows of ``company`` that changed; return how many.

        On the first day of a month the rows of the month before are kept first.  The
        first time, the months before are computed as they were.
        """
        grid = company._scoring_grid()
        today = company._dunning_today()
        if not grid.last_run_on:
            self._rebuild_history(company)
        elif Date.start_of(grid.last_run_on, "month") < Date.start_of(today, "month"):
            self._keep_month(company, Date.start_of(grid.last_run_on, "month"))
        with disabling_gc():
            changed = self._store(company, self._computed(company))
        if grid.last_run_on != today:
            grid.last_run_on = today
        return changed

    # --- The table --------------------------------------------------------------------

    @api.model
    def _store(self, company, computed):
        """Write the current rows that are new or not as they were; return how many."""
        before = self._stored(company)
        decided = self._decided(company)
        names = None
        added, changed = [], []
        stamp = self._stamp()
        today = company._dunning_today()
        for partner, row in computed.items():
            row |= self._beside(row["verdict"], decided.get(partner))
            old_id, old = before.get(partner, (None, None))
            names = names or list(row)
            if old_id is None:
                added.append((partner, row))
            elif any(row[name] != old[name] for name in names):
                changed.append({"id": old_id, **row, "computed_on": today, **stamp})
        if added:
            key = {"company_id": company.id, "is_current": True, "computed_on": today}
            self._add_rows(added, key)
        if changed:
            self._update_rows(changed)
        gone = [old_id for p, (old_id, _row) in before.items() if p not in computed]
        if gone:
            self.env.cr.execute(
                SQL("DELETE FROM tpe_client_score WHERE id = ANY(%s)", gone)
            )
        self.env.invalidate_all()
        return len(added) + len(changed) + len(gone)

    def _add_rows(self, rows, key):
        new = self._birth()
        ids = self._new_ids(len(rows))
        self._insert_rows(
            [
                {"id": new_id, "partner_id": partner, **row, **key, **new}
                for new_id, (partner, row) in zip(ids, rows, strict=True)
            ]
        )

    def _stored(self, company):
        """``{customer: (id, row)}`` of the current rows."""
        rows, names = self.env["tpe.scoring.facts"]._fetched(
            SQL(
                "SELECT * FROM tpe_client_score WHERE company_id = %s AND is_current",
                company.id,
            )
        )
        stored = (dict(zip(names, row, strict=True)) for row in rows)
        return {row["partner_id"]: (row["id"], row) for row in stored}

    def _decided(self, company):
        """``{customer: (decision, verdict)}``, the newest of each."""
        rows = self.env.execute_query(
            SQL(
                """
                SELECT DISTINCT ON (partner.commercial_partner_id)
                       partner.commercial_partner_id, decision.id, decision.verdict
                  FROM tpe_client_decision decision
                  JOIN res_partner partner ON partner.id = decision.partner_id
                 WHERE decision.company_id = %s
              ORDER BY partner.commercial_partner_id, decision.decided_on DESC,
                       decision.id DESC
                """,
                company.id,
            )
        )
        return {partner: (decision, verdict) for partner, decision, verdict in rows}

    def _beside(self, verdict, decision=None):
        """The proposal beside what a person decided: ``(decision, verdict)``."""
        decision_id, decided = decision or (None, None)
        return {
            "decision_id": decision_id,
            "decided_verdict": decided,
            "final_verdict": decided or verdict,
            "diverges": bool(decided) and verdict not in (decided, "unknown"),
        }
