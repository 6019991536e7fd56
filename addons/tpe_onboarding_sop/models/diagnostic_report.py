from odoo import models
from odoo.tools import format_date

from .diagnostic_action import PHASES

TEMPLATE = "tpe_onboarding_sop.mail_template_diagnostic"
HURTING = 3
QUICK_WINS = 5
DETAILED = 12
BANK_KEYS = (
    "cash_cover",
    "dso",
    "overdue_share",
    "dependency",
    "margin_known",
    "forecast_used",
    "bank_fresh",
    "invoice_late_48h",
)
BANK_AXES = ("customers", "cash", "processes", "einvoicing")
BANK_ACTIONS = 8


class DiagnosticReport(models.Model):
    """What is said of the firm: the same content printed, mailed and shared."""

    _inherit = "tpe.diagnostic"

    def action_send_report(self):
        """Write an e-mail with the report in it; a person chooses to whom."""
        self.ensure_one()
        self.env["tpe.cash.card"]._check_reader()
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
        return {
            "type": "ir.actions.act_window",
            "res_model": "tpe.diagnostic.share",
            "views": [[False, "form"]],
            "context": {"default_diagnostic_id": self.id},
        }

    def _report(self, figures=True):
        """The report as plain values, in the language and with the rights of the reader.

        Without ``figures`` no amount and no number of the books is in it.
        """
        self.ensure_one()
        card = self.env["tpe.cash.card"].with_company(self.company_id)
        card._check_reader()
        scores = self._scores()
        euros = self._euro_sheet(card) if figures else []
        return {
            "title": self.env._("Diagnostic: %s", self.company_id.name),
            "company": self.company_id,
            "day": format_date(self.env, self.day, date_format="d MMMM y"),
            "leader": self.user_id.name,
            "figures": figures,
            "overall": {
                **scores["overall"],
                "said": self._score_words(scores["overall"]["score"]),
            },
            "lowest": self._lowest(scores),
            "axes": [self._axis_sheet(axis, figures) for axis in scores["axes"]],
            "readiness": scores.get("readiness"),
            "radar": self._radar(scores["axes"]),
            "euros": euros,
            "hurting": sorted(
                (row for row in euros if row["known"] and row["amount"] > 0),
                key=lambda row: -row["amount"],
            )[:HURTING],
            "choice": self._hire_or_outsource() if figures else None,
            "points": self._point_rows(),
            "rules": self._rule_rows(card),
            "phases": self._phase_rows(card, figures),
            "wins": self._win_rows(card) if figures else [],
            "unknown": [
                answer["asked"]
                for axis in scores["axes"]
                for answer in axis["answers"]
                if answer["scored"] and answer["points"] is None
            ],
            "respondents": len(self.sudo().respondent_ids),
        }

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

    def _point_rows(self):
        states = {
            "ok": self.env._("Done"),
            "to_do": self.env._("To do"),
            "late": self.env._("Late: the law asks for it"),
            "unknown": self.env._("Not known"),
        }
        return [
            {**point, "state_said": states[point["state"]]}
            for point in self._basis()["points"]
        ]

    def _rule_rows(self, card):
        """Duties and fines of e-invoicing, as dated records say them."""
        rules = (
            self.env["tpe.diagnostic.rule"]
            .sudo()
            .search([("valid_from", "!=", False)], order="valid_from")
        )
        return [
            {
                "name": rule.name,
                "text": rule.text,
                "from": format_date(self.env, rule.valid_from, date_format="d MMMM y"),
                "source": rule.source,
                "verified": rule.verified,
            }
            for rule in rules
        ]

    def _phase_rows(self, card, figures):
        actions = self.sudo().action_ids.filtered(lambda one: one.state != "dropped")
        labels = dict(
            self.env["tpe.diagnostic.action"]
            ._fields["phase"]
            ._description_selection(self.env)
        )
        # A long plan is read line by line: its reasons stay on the screen.
        detailed = len(actions) <= DETAILED
        return [
            {
                "label": labels[phase],
                "actions": [
                    self._action_row(action, card, figures, detailed)
                    for action in actions
                    if action.phase == phase
                ],
            }
            for phase, _label in PHASES
        ]

    def _action_row(self, action, card, figures, detailed):
        return {
            "name": action.name,
            "why": action.why if figures and detailed else None,
            "user": action.user_id.name,
            "due": action.due_on and format_date(self.env, action.due_on),
            "euros": card._euros(action.euros) if figures and action.euros else None,
            "state": action.state,
            "done": action.state == "done",
        }

    def _win_rows(self, card):
        """The actions that give back most for the time they take."""
        return [
            {**row, "euros": card._euros(row["euros"]), "net": card._euros(row["net"])}
            for row in self._returns()[:QUICK_WINS]
        ]

    def _bank_page(self):
        """One page for the banker: what the books said, how the firm is run, decisions.

        No customer is named and nothing that the owner said of his life is in it.
        """
        self.ensure_one()
        report = self._report()
        rows = {
            row["key"]: row
            for axis in self._scores()["axes"]
            for row in axis["answers"]
        }
        return {
            "day": report["day"],
            "figures": [
                {
                    "label": rows[key]["asked"],
                    "value": rows[key]["said"],
                    "proof": rows[key]["proof"],
                }
                for key in BANK_KEYS
                if key in rows and rows[key]["known"]
            ],
            "axes": [axis for axis in report["axes"] if axis["axis"] in BANK_AXES],
            "actions": [
                action for phase in report["phases"] for action in phase["actions"]
            ][:BANK_ACTIONS],
        }
