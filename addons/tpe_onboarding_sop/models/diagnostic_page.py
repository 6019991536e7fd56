from odoo import api, models

from .diagnostic_point import NAMED

READER = "account.group_account_readonly"
MANAGER = "tpe_base.group_tpe_manager"
# What is promised to an owner.
MINUTES = 30


class Diagnostic(models.Model):
    """The diagnostic as the page shows it: one call, one page."""

    _inherit = "tpe.diagnostic"

    @api.model
    def action_home(self):
        """What there is to do and to read: the open diagnostic, those that are done."""
        company = [("company_id", "=", self.env.company.id)]
        opened = self.search([*company, ("state", "=", "open")], limit=1)
        reads = self._reads()
        done = self.search([*company, ("state", "=", "done")]) if reads else []
        books = self.env["tpe.diagnostic.question"].search_count(
            [("measure", "!=", False), ("scored", "=", True)]
        )
        return {
            "company": self.env.company.name,
            "can_begin": self.env.user.has_group(MANAGER),
            "reads": reads,
            "minutes": MINUTES,
            "books": books,
            "asked": len(self._questions()),
            "open": opened._head() if opened else False,
            "done": [one._head() for one in done],
        }

    def _head(self):
        """A diagnostic in a list; its score only for who reads figures."""
        head = {
            "id": self.id,
            "name": self.name,
            "day": self.day.isoformat(),
            "leader": self.user_id.name,
        }
        if self.state == "open":
            person = self._person(self.env.user)
            head |= {
                "answers": bool(person) or self.env.user.has_group(MANAGER),
                "answered": len(person.answer_ids),
                "asked": len(self._questions()),
                "finished": bool(person.finished_on),
            }
        else:
            overall = self._scores()["overall"]
            head |= {
                "score": self._score_words(overall["score"]),
                "band": overall["band"],
            }
        return head

    def action_page(self):
        """The questions of the person who calls, with his answers and no other's.

        What the books said is for who reads the figures of the firm.
        """
        self.ensure_one()
        person = self._person(self.env.user)
        leads = self.env.user.has_group(MANAGER)
        reads = self._reads()
        rows = [
            *(self._books_pages(leads) if reads else ()),
            *(self._asked_pages(person) if person or leads else ()),
        ]
        axes = self.env["tpe.diagnostic.question"]._fields["axis"]
        return {
            "id": self.id,
            "name": self.name,
            "state": self.state,
            "company": self.company_id.name,
            "leader": self.user_id.name,
            "leads": leads and self.user_id == self.env.user,
            "manages": leads,
            "answers": bool(person) or leads,
            "reads": reads,
            "minutes": MINUTES,
            "seconds": person.seconds,
            "position": person.position or "",
            "finished": bool(person.finished_on),
            "axes": [
                *axes._description_selection(self.env),
                ("centralise", self.env._("Bring everything together?")),
            ],
            "questions": sorted(rows, key=lambda row: row["rank"]),
            "people": self._people_page() if leads else [],
            "invitable": [
                {"id": user.id, "name": user.name} for user in self._invitable()
            ]
            if leads and self.state == "open"
            else [],
        }

    @api.model
    def _reads(self):
        user = self.env.user
        return user.has_group(MANAGER) or user.has_group(READER)

    def _people_page(self):
        asked = len(self._questions())
        return [
            {
                "name": person.user_id.name,
                "answered": len(person.answer_ids),
                "asked": asked,
                "finished": bool(person.finished_on),
            }
            for person in self.sudo().respondent_ids
        ]

    @api.model
    def _question_page(self, question):
        role = question.role
        return {
            "key": question.key,
            "rank": (question.sequence, question.id),
            "axis": question.axis if role == "question" else "centralise",
            "text": question.text,
            "why": question.why or "",
            "kind": question.kind,
            "unit": question.unit,
        }

    def _books_pages(self, leads):
        answers = self.sudo().answer_ids.filtered(
            lambda one: not one.respondent_id and one.scored
        )
        for answer in answers:
            question = answer.question_id
            yield self._question_page(question) | {
                "computed": True,
                "answered": True,
                "known": answer._is_known(),
                "said": answer.said,
                "measured": question._words(answer.value if answer.known else None),
                "proof": answer.proof or "",
                "action": answer.action or False,
                "corrected": answer.corrected,
                "reason": answer.reason or "",
                "corrected_by": answer.corrected_by_id.name or "",
                "value": answer.corrected_value if answer.corrected else answer.value,
                "can_correct": leads and self.state == "open",
            }

    def _asked_pages(self, person):
        answers = {answer.question_id: answer for answer in person.answer_ids}
        points = self.env["tpe.diagnostic.point"]
        everybody = self.sudo().answer_ids.grouped("question_id")
        for question in self._questions():
            answer = answers.get(question, person.answer_ids.browse())
            others = everybody.get(question, answer).respondent_id.user_id
            asked = self.state == "open" and not answer
            yield self._question_page(question) | {
                "computed": False,
                "answered": bool(answer),
                "known": answer.known,
                "choice": answer.choice_id.id,
                "value": answer.value if answer.known else None,
                "note": answer.note or "",
                "named": question.key == NAMED,
                "proposal": points._proposal(self.company_id, question, others)
                if asked
                else {},
                "choices": [
                    {"id": choice.id, "text": choice.text}
                    for choice in question.choice_ids
                ],
            }
