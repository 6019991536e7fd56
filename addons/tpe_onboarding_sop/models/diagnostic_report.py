from odoo import models
from odoo.exceptions import UserError
from odoo.tools import format_date
from odoo.tools.misc import get_lang

from .diagnostic_report_plan import clipped

TEMPLATE = "tpe_onboarding_sop.mail_template_diagnostic"
HURTING = 3
# Letters of a name on the cover.
FIRM = 60


class DiagnosticReport(models.Model):
    """What is said of the firm: the same content printed, mailed and shared."""

    _inherit = "tpe.diagnostic"

    def action_send_report(self):
        """Write an e-mail with the report in it; a person chooses to whom."""
        self.ensure_one()
        self.env["tpe.cash.card"]._check_reader()
        self._check_done()
        return {
            "type": "ir.actions.act_window",
            "res_model": "mail.compose.message",
            "views": [[False, "form"]],
            "target": "new",
            "context": {
                "default_model": self._name,
                "default_res_ids": self.ids,
                "default_template_id": self.env.ref(TEMPLATE).id,
                "default_composition_mode": "comment",
            },
        }

    def action_share(self):
        """Prepare a link to the report."""
        self.ensure_one()
        self.env["tpe.cash.card"]._check_reader()
        self._check_done()
        return {
            "type": "ir.actions.act_window",
            "res_model": "tpe.diagnostic.share",
            "views": [[False, "form"]],
            "context": {"default_diagnostic_id": self.id},
        }

    def _check_done(self):
        if self.state != "done":
            raise UserError(
                self.env._(
                    "Finish the diagnostic first: what others read of it does not change "
                    "any more."
                )
            )

    def _report(self, figures=True):
        """The report as plain values, in the language and with the rights of the reader.

        Without ``figures`` no amount and no number of the books is in it.
        """
        self.ensure_one()
        card = self.env["tpe.cash.card"].with_company(self.company_id)
        card._check_reader()
        scores = self._scores()
        euros = self._euro_sheet(card) if figures else []
        phases = self._phase_rows(card, figures)
        return {
            "title": self.env._("Diagnostic: %s", self.company_id.name),
            "company": self.company_id,
            "firm": clipped(self.company_id.name, FIRM),
            "day": self._day_words(self.day),
            "leader": self.user_id.name,
            "figures": figures,
            "overall": {
                **scores["overall"],
                "said": self._score_words(scores["overall"]["score"]),
            },
            "lowest": self._lowest(scores),
            "axes": [self._axis_sheet(axis, figures) for axis in scores["axes"]],
            "readiness": self._readiness_sheet(scores["readiness"]),
            "radar": self._radar(scores["axes"]),
            "euros": euros,
            "hurting": sorted(
                (row for row in euros if row["known"] and row["amount"] > 0),
                key=lambda row: -row["amount"],
            )[:HURTING],
            "choice": self._hire_or_outsource() if figures else None,
            "points": self._point_rows(figures),
            "rules": self._rule_rows(card),
            "phases": phases,
            "unprinted": len(self._planned())
            - sum(len(phase["actions"]) for phase in phases),
            "wins": self._win_rows(card) if figures else [],
            "unknown": [
                answer["asked"]
                for axis in scores["axes"]
                for answer in axis["answers"]
                if answer["scored"] and answer["points"] is None
            ],
        }

    def _day_words(self, day):
        """« 1er septembre 2026 » in French."""
        words = format_date(self.env, day, date_format="d MMMM y")
        if get_lang(self.env).code.startswith("fr") and words.startswith("1 "):
            words = f"1er{words[1:]}"
        return words

    def _readiness_sheet(self, found):
        """The verdict, with what is missing: the report has no other place for it."""
        missing = [row["question"] for row in found["prerequisites"] if not row["met"]]
        return {**found, "missing": missing}

    def _euro_sheet(self, card):
        return [
            {
                **row,
                "amount": row["euros"] or 0.0,
                "euros": card._euros(row["euros"]) if row["known"] else None,
            }
            for row in self._euros()
        ]

    def _euro_inputs(self):
        """With the state of e-invoicing: kept when the diagnostic is done."""
        today = self.env["tpe.sop"]._today(self.company_id)
        points = self._einvoicing_points(self.company_id, today)
        return {
            **super()._euro_inputs(),
            "points": [
                {name: point[name] for name in ("code", "label", "state", "sentence")}
                for point in points
            ],
        }

    def _point_rows(self, figures):
        """The five points; their sentences count customers and name people."""
        states = {
            "ok": self.env._("Done"),
            "to_do": self.env._("To do"),
            "late": self.env._("Late: the law asks for it"),
            "unknown": self.env._("Not known"),
        }
        return [
            {
                **point,
                "state_said": states[point["state"]],
                "sentence": point["sentence"] if figures else "",
            }
            for point in self._basis()["points"]
        ]

    def _rule_rows(self, card):
        """Duties and fines of e-invoicing, as dated records say them."""
        rules = (
            self.env["tpe.diagnostic.rule"]
            .sudo()
            .search([("valid_from", "!=", False)], order="valid_from, id")
        )
        return [
            {
                "name": rule.name,
                "text": rule.text,
                "fine": self._rule_fine(rule, card),
                "from": self._day_words(rule.valid_from),
                "source": rule.source,
                "verified": rule.verified,
            }
            for rule in rules
        ]

    def _rule_fine(self, rule, card):
        if not rule.amount:
            return ""
        values = {"amount": card._euros(rule.amount)}
        if rule.amount_next:
            return self.env._(
                "Fine: %(amount)s, then %(next)s every %(months)s months.",
                next=card._euros(rule.amount_next),
                months=rule.months,
                **values,
            )
        if rule.cap:
            return self.env._(
                "Fine: %(amount)s, at most %(cap)s a year.",
                cap=card._euros(rule.cap),
                **values,
            )
        return self.env._("Fine: %(amount)s.", **values)
