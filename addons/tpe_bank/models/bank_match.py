from odoo import models

from ..tools.match import Own, propose


class TpeBankMatch(models.AbstractModel):
    """Proposals for the unmatched lines of a bank, all in one pass."""

    _name = "tpe.bank.match"
    _description = "Bank matching"

    def _proposals(self, journal):
        """(lines, proposals by line) of a bank: ten queries, however many lines."""
        journal.check_access("read")
        self.env["account.bank.statement.line"].check_access("read")
        self.env.flush_all()
        company = journal.company_id
        scale = self._scale()
        lines = self._read_lines(journal, scale)
        if not lines:
            return [], {}
        dues = self._read_dues(company, scale)
        first = min(line.day for line in lines)
        own = Own(
            name=company.name,
            ibans=self._read_own_ibans(company),
            transfer=company.transfer_account_id.with_company(company).code or "",
            elsewhere=self._read_elsewhere(journal, scale),
            recent=self._read_recent(journal, first, scale),
            flows=self._read_flows(company, first, scale),
        )
        parties = self._read_parties(company, dues)
        memories = self._read_memories(company)
        return lines, propose(lines, dues, parties, memories, own)
