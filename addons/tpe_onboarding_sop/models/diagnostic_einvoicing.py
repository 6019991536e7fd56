from odoo import api, models
from odoo.tools import format_date

# The duty of each point; documents and training have none.
DUTIES = {"platform": "receive", "data": "issue", "tested": "issue"}


class Diagnostic(models.Model):
    """E-invoicing in five points: what the books show, else what a person said."""

    _inherit = "tpe.diagnostic"

    @api.model
    def _einvoicing_points(self, company, today):
        """``[{code, label, state, sentence, date, source, url, action}]``, five of them.

        ``state``: ok, to_do, late (the law asks for it already) or unknown.
        """
        self.env["tpe.cash.card"]._check_reader()
        points = self.env["tpe.diagnostic.point"].sudo()
        points._create_missing(company)
        labels = dict(points._fields["code"]._description_selection(self.env))
        return [
            self._einvoicing_point(point, labels[point.code], company, today)
            for point in points.search([("company_id", "=", company.id)])
        ]

    def _einvoicing_point(self, point, label, company, today):
        ok, sentence = self._einvoicing_read(point, company, today)
        rules = self.env["tpe.diagnostic.rule"]
        rule = rules._current(DUTIES.get(point.code, ""), today)
        state = "unknown" if ok is None else "ok" if ok else "to_do"
        if state == "to_do" and rule and rule.valid_from <= today:
            state = "late"
        if state != "ok":
            words = [sentence, self._duty_words(rule, today), self._fine_words(rule)]
            sentence = " ".join(filter(None, words))
        return {
            "code": point.code,
            "label": label,
            "state": state,
            "sentence": sentence,
            "date": rule.valid_from or False,
            "source": rule.source or "",
            "url": rule.url or "",
            "action": self._einvoicing_action(point.code, company),
        }

    def _einvoicing_read(self, point, company, today):
        """``(ok or None, sentence)`` of one point."""
        return getattr(self, f"_einvoicing_{point.code}")(company, today, point)

    def _point_said(self, point, read, words):
        """``(ok, sentence)``: the books when they show it, else the word of a person."""
        if read or not point.said:
            return read, words
        told = point._told()
        return point.said == "yes", told if point.said == "yes" else f"{told} {words}"

    def _duty_words(self, rule, today):
        if not rule:
            return ""
        day = format_date(self.env, rule.valid_from) + rule._doubt()
        if rule.valid_from <= today:
            return self.env._("By law since %s.", day)
        return self.env._("By law from %s on.", day)

    def _fine_words(self, rule):
        """The fine of a duty, from its record."""
        codes = {"receive": "fine_platform", "issue": "fine_invoice"}
        fine = self.env["tpe.diagnostic.rule"]._current(
            codes.get(rule.code, ""), rule.valid_from
        )
        if not fine:
            return ""
        card = self.env["tpe.cash.card"]
        if fine.amount_next:
            words = self.env._(
                "Fine: %(amount)s when nothing is done %(months)s months after a formal "
                "notice, then %(next)s every %(months)s months",
                amount=card._euros(fine.amount),
                next=card._euros(fine.amount_next),
                months=fine.months,
            )
        else:
            words = self.env._(
                "Fine: %(amount)s for each invoice, at most %(cap)s a year",
                amount=card._euros(fine.amount),
                cap=card._euros(fine.cap),
            )
        return f"{words}{fine._doubt()}."
