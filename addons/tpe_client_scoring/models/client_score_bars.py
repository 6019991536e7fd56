from odoo import models

from ..tools.criteria import points_between

CRITERIA = ("delay", "margin", "time", "recurrence", "alignment")
LIST_FORM = [[False, "list"], [False, "form"]]


class ClientScoreBars(models.Model):
    """The five criteria: value, thresholds, evidence, and the records behind."""

    _inherit = "tpe.client.score"

    def _bars(self):
        grid = self.company_id._scoring_grid()
        return [self._bar(name, grid) for name in CRITERIA]

    def _bar(self, name, grid):
        value, thresholds, good, toxic, measured = getattr(self, f"_bar_{name}")(grid)
        known = self[f"{name}_status"] != "unknown"
        points = self[f"{name}_points"]
        if known and measured is not None:
            points = points_between(measured, good, toxic)
        return {
            "name": name,
            "label": self._criterion_words(name),
            "known": known,
            "status": self[f"{name}_status"],
            "status_label": self._label(f"{name}_status"),
            "value": value,
            "thresholds": thresholds,
            "points": points if known else 0,
            "evidence": getattr(self, f"_evidence_{name}")(),
        }

    def _criterion_words(self, name):
        """As the column is called."""
        label = self._fields[f"{name}_status"]._description_string(self.env)
        return label[:1].upper() + label[1:]

    # --- Values -----------------------------------------------------------------------

    def _bar_delay(self, grid):
        value = self.env._(
            "%(days)s days to pay, %(beyond)s beyond the term",
            days=self._number(self.delay_days, 0),
            beyond=self._number(self.delay_beyond, 0),
        )
        thresholds = self.env._(
            "good up to %(good)s days, toxic from %(toxic)s; the French average is 13 "
            "days beyond the term",
            good=grid.delay_good,
            toxic=grid.delay_toxic,
        )
        return value, thresholds, grid.delay_good, grid.delay_toxic, self.delay_days

    def _bar_margin(self, grid):
        thresholds = self.env._(
            "good above %(good)s, toxic below %(toxic)s",
            good=self._percentage(grid.margin_good),
            toxic=self._percentage(grid.margin_toxic),
        )
        value = self._percentage(self.margin_rate)
        return value, thresholds, grid.margin_good, grid.margin_toxic, self.margin_rate

    def _bar_time(self, grid):
        value = self.env._(
            "%(hours)s hours a month (%(origin)s)",
            hours=self._number(self.time_hours),
            origin=self._label("time_source").lower(),
        )
        thresholds = self.env._(
            "good below %(good)s hours a month, toxic above %(toxic)s",
            good=self._number(grid.hours_good),
            toxic=self._number(grid.hours_toxic),
        )
        return value, thresholds, grid.hours_good, grid.hours_toxic, self.time_hours

    def _bar_recurrence(self, grid):
        value = ""
        if self.own_gap:
            value = self.env._(
                "last invoice %(now)s days ago; usually every %(usual)s days",
                now=self.current_gap,
                usual=self._number(self.own_gap, 0),
            )
        thresholds = self.env._(
            "good up to %(good)s times his own rhythm, toxic from %(toxic)s",
            good=self._number(grid.recurrence_good),
            toxic=self._number(grid.recurrence_toxic),
        )
        return value, thresholds, None, None, None

    def _bar_alignment(self, grid):
        thresholds = self.env._("what a person answered; nobody is judged by default")
        return self._label("alignment"), thresholds, None, None, None

    # --- Evidence ---------------------------------------------------------------------

    def _evidence_delay(self):
        label = self.env._("Invoices: %s", self.delay_count)
        evidence = [self._proof(label, self.action_open_invoices())]
        if self.late_amount:
            late = self.env._("Late and unpaid: %s", self._euros(self.late_amount))
            evidence.append(self._proof(late))
        if self.disputed_amount:
            apart = self.env._(
                "Disputed, left out: %s", self._euros(self.disputed_amount)
            )
            evidence.append(self._proof(apart))
        return evidence

    def _evidence_margin(self):
        label = self.env._("Invoice lines: %s", self.margin_count)
        evidence = [self._proof(label, self.action_open_margin())]
        if self.unknown_share:
            text = self.env._("Unknown cost: %s", self._percentage(self.unknown_share))
            evidence.append(self._proof(text))
        if self.estimated_share:
            text = self.env._(
                "Estimated cost: %s", self._percentage(self.estimated_share)
            )
            evidence.append(self._proof(text))
        return evidence

    def _evidence_time(self):
        partner = [("partner_id", "child_of", self.partner_id.id)]
        company = ("company_id", "=", self.company_id.id)
        traces = (
            (
                self.env._("Reminders: %s", self.reminder_count),
                self.reminder_count,
                "tpe.dunning.reminder",
                [*partner, company, ("state", "=", "sent")],
            ),
            (
                self.env._("Credit notes: %s", self.credit_note_count),
                self.credit_note_count,
                "account.move",
                [
                    ("commercial_partner_id", "=", self.partner_id.id),
                    company,
                    ("move_type", "=", "out_refund"),
                    ("state", "=", "posted"),
                ],
            ),
            (
                self.env._("Hours in meetings: %s", self._number(self.meeting_hours)),
                self.meeting_hours,
                "calendar.event",
                [("partner_ids", "child_of", self.partner_id.id)],
            ),
            (self.env._("E-mails: %s", self.mail_count), self.mail_count, None, []),
            (self.env._("Calls: %s", self.call_count), self.call_count, None, []),
        )
        return [
            self._proof(
                label, model and self._records(label, model, domain) if model else None
            )
            for label, number, model, domain in traces
            if number
        ]

    def _evidence_recurrence(self):
        label = self.env._("Days with an invoice: %s", self.recurrence_count)
        since = self.env._(
            "Customer for %s months", self._number(self.seniority_months, 0)
        )
        domain = [
            ("commercial_partner_id", "=", self.partner_id.id),
            ("company_id", "=", self.company_id.id),
            ("move_type", "=", "out_invoice"),
            ("state", "=", "posted"),
        ]
        return [
            self._proof(label, self._records(label, "account.move", domain)),
            self._proof(since),
        ]

    def _evidence_alignment(self):
        return [self._proof(self.env._("Answers: %s", self.alignment_count))]

    def _proof(self, label, action=None):
        return {"label": label, "action": action}

    def _records(self, name, model, domain):
        if model not in self.env:
            return None
        return {
            "type": "ir.actions.act_window",
            "name": name,
            "res_model": model,
            "views": LIST_FORM,
            "domain": domain,
            "context": {"create": False},
        }
