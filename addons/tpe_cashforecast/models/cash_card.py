from odoo import api, models
from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tools import format_date, formatLang

NBSP = "\N{NO-BREAK SPACE}"


class CashCard(models.AbstractModel):
    """Numbers of a page: who may see them, and as a person reads them."""

    _name = "tpe.cash.card"
    _description = "Numbers of a Page"

    @api.model
    def _check_reader(self):
        user = self.env.user
        if not (
            user.has_group("tpe_base.group_tpe_manager")
            or user.has_group("account.group_account_readonly")
        ):
            raise AccessError(
                self.env._("The cash is seen by managers and by the accountant only.")
            )

    def _euros(self, amount):
        """Whole euros: nobody decides upon cents."""
        currency = self.env.company.currency_id
        # + 0.0: a result of minus 30 cents is 0, not -0.
        number = formatLang(self.env, round(amount) + 0.0, digits=0)
        if currency.position == "before":
            return f"{currency.symbol}{number}"
        return f"{number}{NBSP}{currency.symbol}"

    def _number(self, value, digits=0):
        return formatLang(self.env, round(value, digits) + 0.0, digits=digits)

    def _percent(self, value):
        return f"{self._number(value)}{NBSP}%"

    def _days(self, value):
        number = self._number(value)
        if number == "1":
            return self.env._("1 day")
        return self.env._("%s days", number)

    def _day(self, day):
        return format_date(self.env, day, date_format="d MMM")

    def _card(self, code, label, value, detail, definition, action=None, **more):
        """A number with what it means and where it comes from."""
        known = value is not None
        return {
            "code": code,
            "label": label,
            "value": value if known else self.env._("Not enough data"),
            "known": known,
            "detail": detail,
            "definition": definition,
            "action": action and {**action, "name": label},
            **more,
        }

    def _window(self, model, domain, views=("list", "kanban", "form"), **context):
        return {
            "type": "ir.actions.act_window",
            "res_model": model,
            "views": [[False, view] for view in views],
            # The client knows no phone view of a window that no record holds.
            "mobile_view_mode": "kanban",
            "domain": _plain(Domain(domain)),
            "context": {"create": False, **context},
            "target": "current",
        }

    def _ledger_lines(self, company, parts, *domain, **context):
        """The journal items of these parts of the books: what makes a number."""
        accounts = self.env["tpe.cash.ledger"].sudo()._accounts(company)
        ids = [account for part in parts for account in accounts.get(part, ())]
        return self._window(
            "account.move.line",
            [
                ("company_id", "=", company.id),
                ("parent_state", "=", "posted"),
                ("account_id", "in", ids),
                *domain,
            ],
            ("list", "pivot", "kanban"),
            **context,
        )


def _plain(domain):
    """A domain as the browser reads it: days as text."""
    return [
        (term[0], term[1], _text(term[2])) if isinstance(term, tuple | list) else term
        for term in domain
    ]


def _text(value):
    return value.isoformat() if hasattr(value, "isoformat") else _listed(value)


def _listed(value):
    return value if isinstance(value, str | int | float | bool) else list(value)
