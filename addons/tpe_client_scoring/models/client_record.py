from odoo import api, models


class ClientRecord(models.AbstractModel):
    """All that is kept about the score of one customer, for whoever asks (GDPR art. 15)."""

    _name = "tpe.client.record"
    _description = "What Is Kept About a Customer"

    @api.model
    def _of(self, partner):
        """``[(title, header, rows)]``: scores, decisions, answers, remedies, letters."""
        self.env["tpe.client.score"].check_access("read")
        partner = partner.commercial_partner_id
        partner.check_access("read")
        company = self.env.company
        mine = [("company_id", "=", company.id), ("partner_id", "=", partner.id)]
        return [
            self._identity(partner, company),
            self._scores(mine),
            self._rows(
                "tpe.client.decision",
                self.env._("Decisions"),
                mine,
                ["decided_on", "verdict", "computed_verdict", "author_id", "reason"],
            ),
            self._rows(
                "tpe.client.profile",
                self.env._("Answers"),
                mine,
                [
                    "alignment", "ideal_customer", "recommends", "one_shot",
                    "has_manual_hours", "manual_hours", "acquisition_cost",
                    "answered_by_id", "answered_on",
                ],
            ),
            self._rows(
                "tpe.client.remedy",
                self.env._("Changes of terms"),
                mine,
                [
                    "kind", "state", "percent", "hours", "term_id", "policy_id",
                    "credit_limit", "before_text", "after_text", "applied_by_id",
                    "applied_on", "note",
                ],
            ),
            self._rows(
                "tpe.client.letter",
                self.env._("Letters"),
                mine,
                ["create_date", "case", "subject", "state"],
            ),
        ]  # fmt: skip

    def _identity(self, partner, company):
        logic = self.env._(
            "Five criteria (payment delay, net margin, time, rhythm of the orders, what a "
            "person answered) give points from 0 to 100; the score is their mean by "
            "weight, 40, 25, 15, 10 and 10, and never more than 25 points above those of "
            "the payments. The figures propose; a person decides, with a reason and a "
            "date. Nothing is refused by a machine (GDPR, art. 22)."
        )
        rows = [
            [self.env._("Customer"), partner.display_name],
            [self.env._("Kept by"), company.name],
            [
                self.env._("On"),
                self.env["tpe.client.score"]._day_word(company._dunning_today()),
            ],
            [self.env._("Logic"), logic],
        ]
        return self.env._("About"), [self.env._("What"), self.env._("Value")], rows

    def _scores(self, mine):
        """Each row, criterion by criterion, in words that blame nobody."""
        scores = self.env["tpe.client.score"].search(
            mine, order="is_current desc, month"
        )
        columns = [
            "month", "score", "score_class", "delay_days", "delay_beyond",
            "delay_status", "margin_rate", "margin_status", "time_hours", "time_status",
            "recurrence_ratio", "recurrence_status", "alignment", "alignment_status",
            "revenue", "cost", "time_cost", "late_cost", "reminder_cost", "net_margin",
            "euros_per_month", "late_amount", "disputed_amount", "mail_count",
            "call_count", "credit_note_count", "reminder_count", "first_invoice_on",
            "last_invoice_on", "dependency_share", "ltv", "cac", "verdict",
        ]  # fmt: skip
        header = [
            scores._fields[name]._description_string(self.env) for name in columns
        ]
        words = self._statuses()
        rows = [
            [
                self.env._("Today")
                if name == "month" and score.is_current
                else words[score[name]]
                if name.endswith("_status") and score[name]
                else score._cell(name)
                for name in columns
            ]
            for score in scores
        ]
        return self.env._("Scores"), header, rows

    def _statuses(self):
        """Words for the person concerned: neutral, as in the letters."""
        return {
            "good": self.env._("within your usual range"),
            "agreed": self.env._("by agreement"),
            "watch": self.env._("between the thresholds"),
            "toxic": self.env._("beyond the threshold"),
            "unknown": self.env._("not enough data"),
        }

    def _rows(self, model, title, domain, names):
        records = self.env[model].search(domain)
        header = [records._fields[name]._description_string(self.env) for name in names]
        return title, header, [[_text(rec, name) for name in names] for rec in records]


def _text(record, name):
    field, value = record._fields[name], record[name]
    if field.type == "many2one":
        return value.sudo().display_name or ""
    if field.type == "selection":
        return dict(field._description_selection(record.env)).get(value, "")
    return "" if value is False and field.type != "boolean" else value
