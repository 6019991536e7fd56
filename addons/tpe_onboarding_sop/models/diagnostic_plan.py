from collections import defaultdict

from odoo import models
from odoo.fields import Domain

from odoo.addons.tpe_base.tools.working_days import is_working_day

from ..tools.diagnostic import mean
from ..tools.diagnostic_plan import Fact, due_days, in_order, progress, propose

OPEN = ("todo", "started")
MANAGER = "tpe_base.group_tpe_manager"


class Diagnostic(models.Model):
    """The plan: what the answers ask for, who does it and when."""

    _inherit = "tpe.diagnostic"

    def _propose_actions(self):
        """Put in the plan what the answers ask for and is not there yet.

        What is still open in the plan before stays there: it is not asked twice.
        """
        self.ensure_one()
        # The machine proposes from all the answers, whoever gave the last one.
        diagnostic = self.sudo().with_context(lang=self.user_id.lang)
        known = set(diagnostic.action_ids.mapped("code"))
        known |= set(diagnostic._open_before().mapped("code"))
        proposed = [
            values for values in diagnostic._proposals() if values["code"] not in known
        ]
        proposed.sort(
            key=lambda one: in_order(one["phase"], one["euros"], one["minutes"])
        )
        diagnostic._give_days(proposed)
        actions = self.env["tpe.diagnostic.action"].sudo()
        return actions.with_context(mail_activity_quick_update=True).create(proposed)

    def _proposals(self) -> list[dict]:
        """Values of actions, in any order.  Other parts add theirs."""
        facts, asked = self._facts()
        remedies = self.env["tpe.diagnostic.remedy"].search([("active", "=", True)])
        by_code = {remedy.code: remedy for remedy in remedies}
        found = propose(facts, [remedy._as_remedy() for remedy in remedies])
        return [
            {
                **self._action_of(by_code[one.code], asked.get(one.key)),
                "euros": one.euros,
            }
            for one in found
        ]

    def _action_of(self, remedy, answer):
        """Values of the action of ``remedy``, asked by ``answer``, if by one."""
        sop = remedy.kind == "run" and self._sop(remedy.target)
        return {
            "diagnostic_id": self.id,
            "code": remedy.code,
            "name": remedy.name,
            "why": remedy.why,
            "kind": remedy.kind,
            "target": remedy.target,
            "phase": remedy.phase,
            "axis": remedy.axis,
            "minutes": remedy.minutes,
            "user_id": self._owner_of(sop).id,
            "answer_id": answer.id if answer else False,
            "proof": answer._words() if answer else False,
        }

    def _facts(self):
        """``{key: Fact}`` and ``{key: the answer that scores lowest}``.

        A question has the key of its figure too; an axis is ``axis:<name>``.
        """
        facts, asked = {}, {}
        for question, answers in self.answer_ids.grouped("question_id").items():
            fact = Fact(
                score=mean(answer._score() for answer in answers),
                known=any(answer._is_known() for answer in answers),
                value=max(answer._number() for answer in answers),
                euros=sum(answers.mapped("euros")),
            )
            lowest = min(answers, key=lambda answer: _low(answer._score()))
            for key in {question.key, question.measure} - {False}:
                facts[key], asked[key] = fact, lowest
        for axis in self._scores()["axes"]:
            score = axis["score"]
            facts[f"axis:{axis['axis']}"] = Fact(score=score, known=score is not None)
        return facts, asked

    def _owner_of(self, sop=None):
        """Who answers for the procedure, else the first respondent who decides."""
        # Whoever installed the library owns it until somebody answers for it.
        installer = self.env.ref("base.user_admin")
        people = [
            *(sop.owner_id - installer if sop else ()),
            *(one for one in self._respondents() if one.has_group(MANAGER)),
            self.user_id,
        ]
        return next(
            (one for one in people if self._may_own(one)), self.env["res.users"]
        )

    def _respondents(self):
        """Who leads it first, when he answers himself."""
        people = self.respondent_ids.user_id
        return (people & self.user_id) | people

    def _may_own(self, user):
        return (
            user.active
            and user.has_group("tpe_onboarding_sop.group_sop_user")
            and self.company_id in user.company_ids
        )

    def _sop(self, code):
        """The procedure of the company that has this code, else that of all."""
        return self.env["tpe.sop"].search(
            [("code", "=", code), ("company_id", "in", (False, self.company_id.id))],
            order="company_id",
            limit=1,
        )

    def _give_days(self, proposed):
        """Number them, and spread the days over each phase, for each person."""
        today = self.env["tpe.sop"]._today(self.company_id)
        groups = defaultdict(list)
        for rank, values in enumerate(proposed, 1):
            values["sequence"] = rank
            groups[values["phase"], values["user_id"]].append(values)
        for (phase, _user), group in groups.items():
            days = due_days(len(group), phase, today, is_working_day)
            for values, day in zip(group, days, strict=True):
                values["due_on"] = day

    def _open_before(self):
        """What is not over in the diagnostics before this one, in its company."""
        return self.env["tpe.diagnostic.action"].search(
            Domain("company_id", "=", self.company_id.id)
            & Domain("diagnostic_id", "<", self.id)
            & Domain("state", "in", OPEN)
        )

    def _plan(self):
        """The actions of this diagnostic, and those still open before it.

        An assistant gets his own only: the rules of access say so.
        """
        self.ensure_one()
        own = self.env["tpe.diagnostic.action"].search(
            [("diagnostic_id", "=", self.id)]
        )
        return own | self._open_before()

    def _cards(self) -> list[dict]:
        """The plan as the page of results shows it."""
        return [action._card() for action in self._plan()]

    def _progress(self, actions=None):
        """``Progress`` of the plan, for who reads figures."""
        today = self.env["tpe.sop"]._today(self.company_id)
        return progress(
            (
                (action.state, action.due_on, action.euros)
                for action in (self._plan() if actions is None else actions)
            ),
            today,
        )


def _low(score):
    """What is not scored comes after what is."""
    return score is None, score or 0.0
