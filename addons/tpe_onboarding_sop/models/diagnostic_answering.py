from psycopg2 import IntegrityError

from odoo import api, fields, models
from odoo.exceptions import AccessError, ConcurrencyError, UserError
from odoo.tools import SQL

MANAGER = "tpe_base.group_tpe_manager"


class Diagnostic(models.Model):
    """Begin, answer, correct, pause, finish.

    At the beginning the books are read once and what they say is kept.  Answers are
    written here only: each person his own, the books' corrected beside by a manager.
    """

    _inherit = "tpe.diagnostic"

    @api.model
    def action_begin(self):
        """The diagnostic of the company that is being answered, a new one if none is."""
        return self._begin().action_open()

    def action_open(self):
        """Its page: the questions, or the result."""
        self.ensure_one()
        action = self.env["ir.actions.client"]._for_xml_id(
            "tpe_onboarding_sop.diagnostic_page_action"
        )
        return action | {
            "name": self.name,
            "params": {"diagnostic_id": self.id},
            "context": {},
        }

    @api.model
    def _begin(self):
        self._check_manager()
        company = self.env.company
        found = self.search([("company_id", "=", company.id), ("state", "=", "open")])
        if found:
            return found
        before = self.search(
            [("company_id", "=", company.id), ("state", "=", "done")], limit=1
        )
        try:
            # Before the books are read, which takes a while: who begins at the same
            # moment waits here, then begins again and finds this one.
            with self.env.cr.savepoint():
                diagnostic = self.sudo().create(
                    {
                        "company_id": company.id,
                        "user_id": self.env.uid,
                        "day": self.env["tpe.sop"]._today(company),
                        "previous_id": before.id,
                    }
                )
        except IntegrityError as error:
            raise ConcurrencyError("The diagnostic was just begun") from error
        # With the rights of who begins.
        measures = self.env["tpe.diagnostic.measure"]._measures(company, diagnostic.day)
        diagnostic._freeze(measures)
        diagnostic._add_person(self.env.user)
        return diagnostic.with_env(self.env)

    def _freeze(self, measures):
        """Keep what the books say.  A question whose figure does not exist here is left
        out: quotes, where they are not made with Odoo."""
        questions = self.env["tpe.diagnostic.question"].search(
            [("measure", "in", list(measures))]
        )
        self.env["tpe.diagnostic.answer"].create(
            [
                {
                    **question._frozen(),
                    "diagnostic_id": self.id,
                    "value": measure.value or 0.0,
                    "known": measure.value is not None,
                    "count": measure.count,
                    "proof": measure.proof,
                    "action": measure.action,
                    "euros": measure.euros or 0.0,
                    "said": question._words(measure.value),
                    "points": question._points(measure.value),
                }
                for question in questions
                for measure in [measures[question.measure]]
            ]
        )

    def action_answer(
        self, key, choice_id=False, value=None, note="", position="", seconds=0
    ):
        """Keep the answer of the person who calls; neither choice nor value is « I do
        not know ».  Sent twice it counts once."""
        person = self._answering()
        question = self._asked(key)
        choice = question.choice_ids.filtered(lambda one: one.id == choice_id)
        if (choice_id and not choice) or (
            value is not None
            and not (question.kind == "number" and question._is_possible(value))
        ):
            raise UserError(
                self.env._("This is not an answer to « %s ».", question.text)
            )
        known = bool(choice) or value is not None
        values = {
            **question._frozen(),
            "choice_id": choice.id,
            "value": value or 0.0,
            "known": known,
            "note": note,
            "said": self._answer_words(question, choice, value),
            "points": question._points(value, choice),
        }
        answer = person.answer_ids.filtered(lambda one: one.question_id == question)
        if answer:
            del values["question_id"]
            answer.write(values)
        else:
            answer.create(
                values | {"diagnostic_id": self.id, "respondent_id": person.id}
            )
        self.env["tpe.diagnostic.point"]._hear(self.company_id, key, choice, note)
        person._stopped_at(position or key, seconds)
        return True

    def _answer_words(self, question, choice, value):
        if choice:
            return choice.text
        if value is None:
            return self.env._("I do not know")
        return question._words(value)

    def action_pause(self, position, seconds):
        """Keep where the person is, and how long he has been at it."""
        self._answering()._stopped_at(position, seconds)
        return True

    def action_correct(self, key, value, reason):
        """Say what the books do not: beside what they said, with a reason."""
        answer = self._of_books(key)
        question = answer.question_id
        reason = (reason or "").strip()
        if not reason:
            raise UserError(self.env._("Say why the figure of the books is not right."))
        if not question._is_possible(value):
            raise UserError(
                self.env._("This is not an answer to « %s ».", question.text)
            )
        answer.write(
            {
                "corrected": True,
                "corrected_value": value,
                "reason": reason,
                "corrected_by_id": self.env.uid,
                "corrected_on": fields.Datetime.now(),
                "said": question._words(value),
                "points": question._points(value),
            }
        )
        return self.action_page()

    def action_uncorrect(self, key):
        """What the books said counts again."""
        answer = self._of_books(key)
        value = answer.value if answer.known else None
        answer.write(
            {
                "corrected": False,
                "corrected_value": 0.0,
                "reason": False,
                "corrected_by_id": False,
                "corrected_on": False,
                "said": answer.question_id._words(value),
                "points": answer.question_id._points(value),
            }
        )
        return self.action_page()

    def action_hand_in(self):
        """A person has no more to say; he may still change his answers."""
        person = self._answering()
        person.finished_on = fields.Datetime.now()
        self.sudo()._tell_answered(person.user_id)
        return self.action_page()

    def action_finish(self):
        """Close the answers of all, and propose the plan: for who leads it."""
        self.ensure_one()
        self._check_manager()
        if self.user_id != self.env.user:
            raise UserError(
                self.env._(
                    "%s leads this diagnostic and finishes it.", self.user_id.name
                )
            )
        # Whoever is answering at this moment is waited for.
        self.env.execute_query(
            SQL("SELECT id FROM tpe_diagnostic WHERE id = %s FOR UPDATE", self.id)
        )
        self.invalidate_recordset(["state"])
        if self.state == "open":
            diagnostic = self.sudo()
            diagnostic._add_person(self.env.user).finished_on = fields.Datetime.now()
            diagnostic._fill_unknown()
            diagnostic.state = "done"
            diagnostic._tell_answered(diagnostic.respondent_ids.user_id)
            self._propose_actions()
        return self.action_result()

    def _fill_unknown(self):
        """A question nobody answered is an answer: not known."""
        left = self._questions() - self.answer_ids.question_id
        person = self._person(self.user_id)
        self.env["tpe.diagnostic.answer"].create(
            [
                {
                    **question._frozen(),
                    "diagnostic_id": self.id,
                    "respondent_id": person.id,
                    "said": self.env._("No answer"),
                }
                for question in left
            ]
        )

    @api.model
    def _questions(self):
        """Those that people answer."""
        return self.env["tpe.diagnostic.question"].search([("measure", "=", False)])

    @api.model
    def _check_manager(self):
        if not self.env.user.has_group(MANAGER):
            raise AccessError(self.env._("Managers lead the diagnostic of the firm."))

    def _person(self, user):
        return self.sudo().respondent_ids.filtered(lambda one: one.user_id == user)

    def _add_person(self, user):
        """The respondent that ``user`` is here, from now on if not before."""
        people = self.env["tpe.diagnostic.respondent"].sudo()
        return self._person(user) or people.create(
            {"diagnostic_id": self.id, "user_id": user.id}
        )

    def _answering(self):
        """The respondent who calls, held until the end of the transaction."""
        self.ensure_one()
        self.check_access("read")
        # The diagnostic before the person: finishing locks them in this order.
        self.sudo()._lock_open()
        person = self._person(self.env.user)
        if not person and self.env.user.has_group(MANAGER):
            person = self._add_person(self.env.user)
        if not person:
            raise AccessError(
                self.env._("You were not asked to answer this diagnostic.")
            )
        # Two devices of one person wait for each other.
        self.env.execute_query(
            SQL(
                "SELECT id FROM tpe_diagnostic_respondent WHERE id = %s FOR UPDATE",
                person.id,
            )
        )
        return person

    def _asked(self, key):
        question = self._questions().filtered(lambda one: one.key == key)
        if not question:
            raise UserError(self.env._("There is no such question: %s", key))
        return question

    def _of_books(self, key):
        """The answer of the books, for a manager to correct."""
        self.ensure_one()
        self._check_manager()
        self.check_access("read")
        answer = self.sudo().answer_ids.filtered(
            lambda one: not one.respondent_id and one.question_id.key == key
        )
        if not answer:
            raise UserError(self.env._("There is no such question: %s", key))
        return answer
