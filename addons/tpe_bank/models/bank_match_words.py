from odoo import models
from odoo.tools import LazyTranslate, format_amount, format_date

_lt = LazyTranslate(__name__)
# Codes of the pure part, in words; each becomes a short remark.
REASONS = {
    "amount": _lt("same amount"),
    "number": _lt("number %s in the label"),
    "reference": _lt("reference %s in the label"),
    "name": _lt("name of %s in the label"),
    "name_part": _lt("part of the name of %s in the label"),
    "iban": _lt("bank account ending in %s"),
    "partner": _lt("line of %s"),
    "remembered": _lt("this label was matched with %s before"),
    "remembered_account": _lt("this label went to this account before"),
    "rivals": _lt("others with this amount: %s"),
    "claimed": _lt("another line fits better"),
    "sum": _lt("sum of %s items"),
    "more": _lt("with items the label does not name"),
    "everything": _lt("everything that is due"),
    "same_month": _lt("all that falls due in a month"),
    "oldest": _lt("the oldest ones"),
    "partial": _lt("a part of it"),
    "fee": _lt("the difference may be a bank fee"),
    "discount": _lt("early-payment discount"),
    "over": _lt("more than what is due"),
    "currency": _lt("invoiced in %s"),
    "own_iban": _lt("bank account of the company"),
    "mirror": _lt("opposite line in another bank"),
    "on_account": _lt("kept on account, no invoice"),
    "recurring": _lt("recurring flow: %s"),
}
KNOWN = {
    "urssaf": _lt("the label says URSSAF"),
    "vat": _lt("the label says VAT"),
    "withholding": _lt("the label says withholding tax"),
    "income_tax": _lt("the label says corporate tax"),
    "business_tax": _lt("the label says business tax"),
    "salary": _lt("the label says salaries"),
    "pension": _lt("the label says pension or provident fund"),
    "holidays": _lt("the label says paid-leave fund"),
    "dividend": _lt("the label says dividends"),
    "loan": _lt("the label says loan instalment"),
    "bank_fee": _lt("the label says bank fee"),
    "transfer": _lt("the label says internal transfer"),
}


class TpeBankMatch(models.AbstractModel):
    """Lines and proposals in words."""

    _inherit = "tpe.bank.match"

    def _page_lines(self, journal):
        lines, proposals = self._proposals(journal)
        scale, accounts = self._scale(), self._accounts(journal)
        currencies = self.env["res.currency"].with_context(active_test=False)
        currencies = {
            c.name: c for c in currencies.search([("name", "in", list(scale))])
        }
        lock = journal.company_id._get_user_fiscal_lock_date(journal)
        dues = self._shown_dues(proposals)
        # Read in one go what the titles of all the proposals name.
        self.env["res.partner"].browse(self._named(proposals, "partner")).fetch(
            ["name"]
        )
        named = self.env["account.account"].browse(self._named(proposals, "account"))
        (named - accounts).with_company(journal.company_id).fetch(["code", "name"])
        totals = self.env["account.bank.statement.line"].browse(
            line.id for line in lines
        )
        totals = {one.id: one.amount for one in totals}
        shown = []
        for line in lines:
            currency = currencies[line.currency]
            locked = line.day <= lock
            options = [
                self._page_proposal(one, dues, currency, accounts, journal)
                for one in proposals[line.id]
            ]
            options = [option for option in options if option]
            shown.append(
                {
                    "id": line.id,
                    "day": format_date(self.env, line.day),
                    "label": line.label,
                    "value": line.amount / scale[line.currency],
                    "total": totals[line.id],
                    "amount": format_amount(
                        self.env, line.amount / scale[line.currency], currency
                    ),
                    "locked": self.env._("locked until %s", format_date(self.env, lock))
                    if locked
                    else "",
                    "sure": bool(options and options[0]["sure"] and not locked),
                    "proposals": options,
                }
            )
        return shown

    @staticmethod
    def _named(proposals, field):
        found = {
            getattr(one, field) for options in proposals.values() for one in options
        }
        return sorted(found - {0})

    def _shown_dues(self, proposals):
        """The due lines that proposals take and this user may read, fetched at once."""
        ids = {
            due
            for options in proposals.values()
            for option in options
            for due, _amount in option.taken
        }
        found = self.env["account.move.line"].browse(ids)._filtered_access("read")
        found.fetch(["move_name", "partner_id", "account_id", "move_id", "currency_id"])
        return {due.id: due for due in found}

    def _page_proposal(self, proposal, dues, currency, accounts, journal):
        """A proposal in words; nothing when a due line or the account cannot be had."""
        if any(due not in dues for due, _amount in proposal.taken):
            return None
        taken = [dues[due] for due, _amount in proposal.taken]
        title, detail = self._title(proposal, taken, currency, accounts, journal)
        if not title:
            return None
        return {
            "key": self._key(proposal),
            "kind": proposal.kind,
            "sure": proposal.sure,
            "title": title,
            "detail": detail,
            "reasons": [self._reason(reason) for reason in proposal.reasons],
            "dues": [
                {"id": due.id, "amount": amount / 10**due.currency_id.decimal_places}
                for due, (_id, amount) in zip(taken, proposal.taken, strict=True)
            ],
        }

    def _title(self, proposal, taken, currency, accounts, journal):
        """What it is, and who or how much."""
        rest = format_amount(
            self.env, abs(proposal.rest) / 10**currency.decimal_places, currency
        )
        names = ", ".join(dict.fromkeys(due.move_name or "" for due in taken))
        partner = self.env["res.partner"].browse(proposal.partner).name or ""
        who = partner or ", ".join({due.account_id.name for due in taken})
        if proposal.kind == "transfer":
            account = journal.company_id.transfer_account_id
            return account and self.env._("Internal transfer"), account.display_name
        if proposal.kind == "partner":
            return self.env._("On account of %s", partner), rest
        if proposal.kind == "account":
            account = self.env["account.account"].browse(proposal.account)
            account = account.with_company(journal.company_id)
            account = account or self._account(accounts, proposal.prefixes)
            return account.display_name if account else "", ""
        titles = {
            "partial": self.env._("Part of %s", names),
            "fee": self.env._(
                "%(items)s less a fee of %(amount)s", items=names, amount=rest
            ),
            "discount": self.env._(
                "%(items)s less %(amount)s", items=names, amount=rest
            ),
            "over": self.env._(
                "%(items)s and %(amount)s on account", items=names, amount=rest
            ),
        }
        return titles.get(proposal.kind, names), who

    def _reason(self, reason):
        """One remark in the language of the user."""
        if reason.code == "known":
            return str(KNOWN[reason.value])
        text = str(REASONS[reason.code])
        return text % reason.value if "%s" in text else text
