from odoo import api, models
from odoo.tools import format_date

from ..tools.flow import WEEKS
from ..tools.scenario import KINDS, Scenario

LATEST, LARGEST_LOSS, CHOICES = 90, 100, 12
AMOUNTS = ("cash_in", "cash_out", "closing", "low", "high")


class CashDashboard(models.AbstractModel):
    """The owner's morning: the cash, the low point, three things to do."""

    _name = "tpe.cash.dashboard"
    _description = "Owner's Dashboard"
    _inherit = "tpe.cash.card"

    @api.model
    def action_page(self):
        """All that the page of the current company shows, in the words of the user.

        ``figures`` and ``cards`` hold ``code, label, value, known, detail, definition,
        action``: the number, what it means, the records that make it.
        """
        self._check_reader()
        company = self.env.company
        today = company._dunning_today()
        steps = self._steps(company)
        page = {
            "company": company.name,
            "hello": self.env._("Hello %s", self._first_name()),
            "day": format_date(self.env, today, date_format="EEEE d MMMM"),
            "can_act": self.env.user.has_group("tpe_base.group_tpe_manager"),
            "currency": company.currency_id.symbol,
            "steps": [step for step in steps if not step["done"]],
            "empty": not any(step["done"] for step in steps),
        }
        if page["empty"]:
            return {**page, "curve": self._sample(company, today)}
        forecast = self.env["tpe.cash.forecast"]._current(company)
        return {
            **page,
            "curve": self._stored_curve(forecast),
            "tiles": self._tiles(forecast, company),
            "figures": self._figure_cards(forecast, company, today),
            "cards": self._cards(company),
            "things": self._things(forecast, company, today),
            "alerts": self._alerts(forecast, company, today),
            "track_record": self._track_record_words(company)
            or self.env._(
                "No Monday’s forecast is old enough yet to be compared with what "
                "happened."
            ),
            "how": (forecast.words or "").splitlines(),
            "customers": self._choices(forecast),
        }

    @api.model
    def action_simulate(self, kind="realistic", days_late=0, lost=(), sales_loss=0):
        """The curve under these assumptions, built in memory: nothing is stored."""
        self._check_reader()
        if kind not in KINDS:
            raise ValueError(f"{kind!r} is no scenario.")
        company = self.env.company
        scenario = Scenario(
            kind=kind,
            days_late=min(max(int(days_late), 0), LATEST),
            lost=frozenset(int(partner_id) for partner_id in lost),
            sales_loss=min(max(int(sales_loss), 0), LARGEST_LOSS) / 100,
        )
        [found] = self.env["tpe.cash.scenario"].sudo()._curves(company, [scenario])
        threshold = company.tpe_cash_threshold
        rows = [
            self._week(
                *(week[name] for name in ("number", "start", "end")),
                *(week[name] for name in AMOUNTS),
            )
            for week in found["weeks"]
        ]
        return {
            "curve": self._curve(company, rows, threshold),
            "low_point": self._low_point_tile(
                company, found["low_point"], found["low_point_on"], threshold
            ),
        }

    # --- The curve --------------------------------------------------------------------

    def _stored_curve(self, forecast):
        rows = [
            self._week(
                week.number,
                week.start,
                week.end,
                *(week[name] for name in AMOUNTS),
                action=self._week_action(forecast, week.number, week.start),
            )
            for week in forecast.week_ids
        ]
        return self._curve(forecast.company_id, rows, forecast.threshold)

    def _curve(self, company, rows, threshold):
        return {
            "weeks": rows,
            "threshold": threshold,
            "threshold_words": self._euros(threshold),
            "sample": False,
        }

    def _week(self, number, start, end, *amounts, action=None):
        return {
            "number": number,
            "label": format_date(self.env, start, date_format="d MMM"),
            "from_to": self.env._(
                "%(start)s to %(end)s",
                start=format_date(self.env, start, date_format="d MMM"),
                end=format_date(self.env, end, date_format="d MMM"),
            ),
            "action": action,
            **dict(zip(AMOUNTS, amounts, strict=True)),
            "words": {
                name: self._euros(amount)
                for name, amount in zip(AMOUNTS, amounts, strict=True)
            },
        }

    def _week_action(self, forecast, number, start):
        """The lines of that week, with the column of that week."""
        view = "tpe_cashforecast.cash_forecast_line_view_list_week"
        return {
            "type": "ir.actions.act_window",
            "name": self.env._(
                "Week of %s", format_date(self.env, start, date_format="d MMMM")
            ),
            "res_model": "tpe.cash.forecast.line",
            "views": [[self.env.ref(view).id, "list"]],
            "domain": [
                ("forecast_id", "=", forecast.id),
                (f"week_{number:02}", "!=", 0),
            ],
            "context": {"tpe_week": number, "create": False},
            "target": "current",
        }

    def _choices(self, forecast):
        """The customers who would hurt most if they did not pay."""
        groups = self.env["tpe.cash.forecast.line"]._read_group(
            [
                ("forecast_id", "=", forecast.id),
                ("amount", ">", 0),
                ("partner_id", "!=", False),
            ],
            ["partner_id"],
            ["amount:sum"],
            order="amount:sum desc",
            limit=CHOICES,
        )
        return [
            {
                "id": partner.id,
                "name": f"{partner.display_name} ({self._euros(amount)})",
            }
            for partner, amount in groups
        ]

    # --- An empty firm ----------------------------------------------------------------

    def _steps(self, company):
        """What the forecast needs, and what is there already."""
        moves = self.env["account.move"].sudo()
        posted = [("company_id", "=", company.id), ("state", "=", "posted")]

        def some(*more):
            return bool(moves.search_count([*posted, *more], limit=1))

        def step(code, label, button, done, action):
            return {
                "code": code,
                "label": label,
                "button": button,
                "done": done,
                "action": action,
            }

        bank = bool(
            self.env["account.move.line"]
            .sudo()
            .search_count(
                [
                    ("company_id", "=", company.id),
                    ("parent_state", "=", "posted"),
                    ("account_id.account_type", "=", "asset_cash"),
                ],
                limit=1,
            )
        )
        return [
            step(
                "bank",
                self.env._("The bank: its balance, and what came in and went out."),
                self.env._("Connect the bank"),
                bank,
                "account.open_account_journal_dashboard_kanban",
            ),
            step(
                "invoices",
                self.env._("Your invoices: who owes what, and when they will pay."),
                self.env._("Enter invoices"),
                some(("move_type", "=", "out_invoice")),
                "account.action_move_out_invoice_type",
            ),
            step(
                "bills",
                self.env._("Your suppliers’ bills: what goes out, and when."),
                self.env._("Enter bills"),
                some(("move_type", "=", "in_invoice")),
                "account.action_move_in_invoice_type",
            ),
        ]

    def _sample(self, company, today):
        """A curve of nobody, marked as an example."""
        closing, rows = 9000.0, []
        changes = (
            *(1200, -2600, 800, -1900, 2400, 600, -3100),
            *(1500, 900, -1200, 2200, 400, 1300),
        )
        for number in range(1, WEEKS + 1):
            change = changes[number - 1]
            closing += change
            start = today.fromordinal(today.toordinal() + 7 * (number - 1))
            end = today.fromordinal(start.toordinal() + 6)
            wide = 180.0 * number
            rows.append(
                self._week(
                    *(number, start, end, 3000.0 + change, -3000.0),
                    *(closing, closing - wide, closing + wide),
                )
            )
        return {**self._curve(company, rows, 5000.0), "sample": True}

    # --- Who --------------------------------------------------------------------------

    def _first_name(self):
        return (self.env.user.name or "").split(" ")[0]
