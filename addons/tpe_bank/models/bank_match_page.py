import time

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import format_amount, format_date

UNDOABLE = 8  # last lines that can be undone from the screen
PATIENCE = 5  # seconds of matching for one call


class TpeBankMatch(models.AbstractModel):
    """What the matching screen shows and asks; each step is one call."""

    _inherit = "tpe.bank.match"

    @api.model
    def action_page(self, journal_id=False):
        """The unmatched lines of a bank with their proposals, in words."""
        lines = self.env["account.bank.statement.line"]
        lines.check_access("read")
        journals = self._journals()
        journal = journals.filtered(lambda one: one.id == journal_id) or journals[:1]
        page = {
            "journals": self._counted(journals),
            "journal": journal.id,
            "bank": journal.name or "",
            "may": lines.has_access("write"),
            "lines": [],
            "done": [],
        }
        if journal:
            page["currency"] = (
                journal.currency_id or journal.company_id.currency_id
            ).id
            page["lines"] = self._page_lines(journal)
            page["done"] = self._page_done(journal)
            page["fee_account"] = self._account(self._accounts(journal), ("627",)).id
        return page

    @api.model
    def action_accept(self, journal_id, chosen):
        """Match the lines of ``chosen``, (line, key of its proposal); then the page.

        The proposals are computed again: one that is no longer made is left, and said.
        After some seconds the answer is instead what of ``chosen`` the screen shall ask
        for next: what was matched is kept, and nobody waits minutes for one answer.
        """
        journal = self._journal(journal_id)
        _lines, proposals = self._proposals(journal)
        accounts = self._accounts(journal)
        left, until = 0, time.monotonic() + PATIENCE
        matched = self.env["account.bank.statement.line"]
        for rank, (number, key) in enumerate(chosen):
            if rank and time.monotonic() > until:
                self._tell_reminders(journal, self._payers(matched))
                return {"rest": chosen[rank:], "left": left}
            found = [p for p in proposals.get(number, ()) if self._key(p) == key]
            parts = found and self._parts(found[0], journal, accounts)
            if not parts:
                left += 1
                continue
            line = self._line(journal, number)
            line._tpe_match(parts)
            matched += line
        self._tell_reminders(journal, self._payers(matched))
        page = self.action_page(journal_id)
        page["left"] = left
        return page

    @api.model
    def action_match(self, journal_id, line_id, parts):
        """Match a line with what a person chose; then the page."""
        journal = self._journal(journal_id)
        line = self._line(journal, line_id)
        line._tpe_match([self._asked(line, part) for part in parts])
        self._tell_reminders(journal, self._payers(line))
        return self.action_page(journal_id)

    @api.model
    def action_undo(self, journal_id, line_id):
        """Take a match back; then the page."""
        journal = self._journal(journal_id)
        line = self._line(journal, line_id)
        line.check_access("write")
        line._tpe_check_lock()
        payers = self._payers(line)
        line.action_undo_reconciliation()
        self._tell_reminders(journal, payers)
        return self.action_page(journal_id)

    @staticmethod
    def _payers(lines):
        return lines.move_id.line_ids.partner_id.commercial_partner_id

    def _tell_reminders(self, journal, payers):
        """Who has paid leaves the list of the day at once, where there is one."""
        if payers and "tpe.dunning.reminder" in self.env:
            one = payers if len(payers) == 1 else None
            self.env["tpe.dunning.reminder"]._plan(journal.company_id, one)

    # --- What a proposal becomes ------------------------------------------------------

    @staticmethod
    def _key(proposal):
        """Names a proposal for the screen: what it takes, or the account it goes to."""
        dues = "-".join(f"{due}.{amount}" for due, amount in proposal.taken)
        other = proposal.account or "-".join(proposal.prefixes)
        return f"{proposal.kind}:{dues}:{proposal.partner}:{other}"

    def _parts(self, proposal, journal, accounts):
        """The parts that `_tpe_match` expects; empty when no account is known."""
        scale, lines = self._scale(), self.env["account.move.line"]
        parts = []
        for number, amount in proposal.taken:
            due = lines.browse(number)
            parts.append(
                {"due": number, "amount": amount / scale[due.currency_id.name]}
            )
        if proposal.kind == "discount":
            parts[0]["discount"] = True
        elif proposal.rest and proposal.kind != "foreign":
            line = self.env["account.bank.statement.line"].browse(proposal.line)
            currency = line.foreign_currency_id or line.currency_id
            part = self._rest(proposal, line, journal, accounts)
            if not part:
                return []
            parts.append({**part, "amount": proposal.rest / scale[currency.name]})
        return parts

    def _rest(self, proposal, line, journal, accounts):
        """Where what no due line takes goes to."""
        if proposal.kind == "transfer":
            account = journal.company_id.transfer_account_id
        elif proposal.kind == "fee":
            account = self._account(accounts, ("627",))
        elif proposal.kind in ("partner", "over"):
            return self._on_account(line, proposal.partner)
        else:
            account = self.env["account.account"].browse(proposal.account)
            account = account or self._account(accounts, proposal.prefixes)
        return {"account": account.id} if account else None

    def _on_account(self, line, partner_id):
        """Account of a partner: a customer's when money comes in."""
        partner = self.env["res.partner"].browse(partner_id).exists()
        partner = partner.with_company(line.company_id)
        side = "receivable" if line.amount > 0 else "payable"
        if partner.customer_rank and not partner.supplier_rank:
            side = "receivable"
        elif partner.supplier_rank and not partner.customer_rank:
            side = "payable"
        account = partner[f"property_account_{side}_id"]
        return {"account": account.id, "partner": partner.id} if account else None

    def _asked(self, line, part):
        """A part as the screen sends it, its values checked."""
        amount = float(part.get("amount") or 0)
        if part.get("due"):
            return {"due": int(part["due"]), "amount": amount}
        if part.get("partner"):
            found = self._on_account(line, int(part["partner"]))
        else:
            account = self.env["account.account"].browse(int(part["account"])).exists()
            account.check_access("read")
            # Of another company, or archived: core refuses the entry.
            found = {"account": account.id} if account else None
        if not found:
            raise UserError(self.env._("There is no such account any more."))
        return {**found, "amount": amount}

    # --- Reading ----------------------------------------------------------------------

    def _journals(self):
        return self.env["account.journal"].search(
            [
                ("type", "in", ("bank", "cash", "credit")),
                ("company_id", "=", self.env.company.id),
            ]
        )

    def _journal(self, journal_id):
        journal = self.env["account.journal"].browse(journal_id).exists()
        journal.check_access("read")
        return journal

    def _line(self, journal, line_id):
        line = self.env["account.bank.statement.line"].browse(line_id).exists()
        line.check_access("read")
        if line.journal_id != journal:
            raise UserError(self.env._("This line is no longer in this bank."))
        return line

    def _counted(self, journals):
        counts = self.env["account.bank.statement.line"]._read_group(
            [("journal_id", "in", journals.ids), ("is_reconciled", "=", False)],
            ["journal_id"],
            ["__count"],
        )
        counts = {journal.id: count for journal, count in counts}
        return [
            {"id": one.id, "name": one.name, "count": counts.get(one.id, 0)}
            for one in journals
        ]

    def _accounts(self, journal):
        """The chart of the firm, read once."""
        accounts = self.env["account.account"].with_company(journal.company_id)
        return accounts.search_fetch(
            accounts._check_company_domain(journal.company_id), ["code", "name"]
        )

    @staticmethod
    def _account(accounts, prefixes):
        """The first account whose code begins so."""
        for prefix in prefixes:
            for account in accounts:
                if (account.code or "").startswith(prefix):
                    return account
        return accounts.browse()

    def _page_done(self, journal):
        labels = self.env["tpe.bank.label"].search(
            [("line_id.journal_id", "=", journal.id)], limit=UNDOABLE
        )
        return [
            {
                "id": label.line_id.id,
                "label": label.line_id.payment_ref or "",
                "day": format_date(self.env, label.line_id.date),
                "amount": format_amount(
                    self.env, label.line_id.amount, label.line_id.currency_id
                ),
                "what": label.partner_id.name or label.account_id.display_name or "",
            }
            for label in labels
        ]
