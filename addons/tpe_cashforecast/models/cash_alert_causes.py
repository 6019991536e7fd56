from collections import defaultdict
from datetime import timedelta

from odoo import api, models
from odoo.tools.misc import format_date

BIG_SHARE = 0.25  # of what comes in during a mean week


class CashAlertCauses(models.Model):
    """What is wrong today, from the current forecast."""

    _inherit = "tpe.cash.alert"

    @api.model
    def _check(self, company, forecast=None):
        """Bring the alerts of ``company`` up to date with its current forecast."""
        forecasts = self.env["tpe.cash.forecast"].sudo()
        forecast = (
            forecasts.browse(forecast.id)
            if forecast
            else forecasts.search(
                [("company_id", "=", company.id), ("is_current", "=", True)]
            )
        )
        if forecast:
            self.sudo()._raise_all(company, self.sudo()._told(forecast))

    def _told(self, forecast):
        """`_causes`, with what each says in the languages of its readers."""
        company = forecast.company_id
        langs = company._cash_languages()
        told = {
            lang: list(
                self.with_context(lang=lang)._causes(forecast.with_context(lang=lang))
            )
            for lang in langs
        }
        words = {cause["key"]: {} for cause in told[langs[0]]}
        for lang, causes in told.items():
            for cause in causes:
                words[cause["key"]][lang] = cause["name"]
        found = []
        for cause in told[langs[0]]:
            # What whoever reads another language is shown.
            sentences = {"en_US": cause.pop("name"), **words[cause["key"]]}
            found.append({**cause, "words": sentences})
        return found

    def _causes(self, forecast):
        """What is wrong today, a list of values of an alert."""
        return [
            *self._under_threshold(forecast),
            *self._short_cover(forecast),
            *self._big_receipts(forecast),
            *self._doubtful(forecast.company_id),
            *self._mails_not_sent(forecast.company_id),
        ]

    def _under_threshold(self, forecast):
        under = forecast.week_ids.filtered(
            lambda week: week.closing < forecast.threshold
        )[:1]
        if not under:
            return
        groups = self.env["tpe.cash.forecast.total"]._read_group(
            [("forecast_id", "=", forecast.id), ("number", "=", under.number)],
            ["category"],
            ["amount:sum"],
            order="amount:sum",
            limit=1,
        )
        words = self.env._(
            "In the week of %(day)s the balance falls to %(balance)s, %(missing)s under "
            "the threshold.",
            day=format_date(self.env, under.start),
            balance=forecast.currency_id.format(under.closing),
            missing=forecast.currency_id.format(forecast.threshold - under.closing),
        )
        names = dict(
            self.env["tpe.cash.forecast.total"]
            ._fields["category"]
            ._description_selection(self.env)
        )
        if groups and groups[0][1] < 0:
            words += " " + self.env._(
                "What weighs most: %(category)s, %(amount)s.",
                category=names[groups[0][0]],
                amount=forecast.currency_id.format(groups[0][1]),
            )
        yield {
            "kind": "threshold",
            "key": "threshold",
            "name": words,
            "amount": forecast.threshold - forecast.low_point,
            "day": under.start,
        }

    def _short_cover(self, forecast):
        goal = forecast.company_id.tpe_cash_cover_goal
        days = forecast._cover_days()
        if days is None or days >= goal:
            return
        yield {
            "kind": "cover",
            "key": "cover",
            "name": self.env._(
                "The cash of today pays %(days)s days of what goes out; aim at %(goal)s.",
                days=days,
                goal=goal,
            ),
            "amount": goal - days,
            "day": forecast.date + timedelta(days),
        }

    def _big_receipts(self, forecast):
        weekly = sum(forecast.week_ids.mapped("cash_in")) / len(forecast.week_ids)
        for line in self.env["tpe.cash.forecast.line"].search(
            [
                ("forecast_id", "=", forecast.id),
                ("category", "=", "customers"),
                ("due_on", "<", forecast.date),
                ("amount", ">=", max(weekly * BIG_SHARE, 0.01)),
            ],
            order="amount desc, id",
            limit=5,
        ):
            yield {
                "kind": "big_receipt",
                "key": line.key,
                "name": self.env._(
                    "%(customer)s has not paid %(amount)s (%(name)s), due on %(day)s: as "
                    "much as %(share)s %% of a week’s receipts.",
                    customer=line.partner_id.display_name or "",
                    amount=line.currency_id.format(line.amount),
                    name=line.name,
                    day=format_date(self.env, line.due_on),
                    share=round(100 * line.amount / weekly),
                ),
                "amount": line.amount,
                "day": line.due_on,
                "res_model": line.res_model,
                "res_id": line.res_id,
            }

    def _doubtful(self, company):
        """Subscriptions billed twice, dearer than noted, or not billed any more."""
        doubts = defaultdict(list)
        flows = self.env["tpe.cash.recurring"]
        for record, extra, sentence in flows._doubtful_subscriptions(company):
            doubts[record].append((extra, sentence))
        for record, found in doubts.items():
            yield {
                "kind": "subscription",
                "key": f"subscription,{record._name},{record.id}",
                "name": " ".join(sentence for _extra, sentence in found),
                "amount": sum(extra for extra, _sentence in found),
                "res_model": record._name,
                "res_id": record.id,
            }

    def _mails_not_sent(self, company):
        for mail in self.env["tpe.cash.monday"]._unsent(company):
            words = self.env._(
                "The Monday e-mail to %(name)s did not leave: %(why)s",
                name=mail.user_id.name,
                why=mail.note,
            )
            if mail.state == "sending":
                words = self.env._(
                    "Nobody knows whether the Monday e-mail reached %s: sending it was cut "
                    "short.",
                    mail.user_id.name,
                )
            yield {
                "kind": "mail",
                "key": f"{mail._name},{mail.id}",
                "name": words,
                "amount": 0.0,
                "res_model": mail._name,
                "res_id": mail.id,
            }
