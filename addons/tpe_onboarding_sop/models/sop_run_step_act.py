import base64
import binascii

from odoo import fields, models
from odoo.exceptions import UserError

from ..tools.clock import spent

RESULTS = ("done", "problem", "skipped")
PHOTO_BYTES = 25 * 1024 * 1024


class SopRunStep(models.Model):
    """What a person does on a step: begin, pause, tick, finish, hand over.

    Every act locks the run, checks the role, and answers with the page.  ``late`` is how
    many seconds ago the tap was, on a phone that had no network meanwhile; ``tap`` is its
    name, so that it counts once however often it is sent.
    """

    _inherit = "tpe.sop.run.step"

    def action_begin(self, late=0):
        step = self._acting()
        if not step.running_since:
            since = fields.Datetime.subtract(
                fields.Datetime.now(), seconds=_seconds(late)
            )
            step.write({"running_since": since, "begun_on": step.begun_on or since})
        return self.run_id.action_page()

    def action_pause(self, late=0):
        step = self._acting()
        step.write({"seconds": step._total(late), "running_since": False})
        return self.run_id.action_page()

    def action_tick(self, rank, ticked=True):
        """Tick or untick a point of the checklist."""
        step = self._acting()
        ranks = set(step.ticked or ())
        if ticked and rank in range(len(step.step_id._items())):
            ranks.add(rank)
        else:
            ranks.discard(rank)
        step.ticked = sorted(ranks)
        return self.run_id.action_page()

    def action_photo(self, name, data, tap=""):
        """Keep a photo or a document with the step."""
        step = self._acting()
        try:
            raw = base64.b64decode(data, validate=True)
        except (binascii.Error, TypeError, ValueError) as error:
            raise UserError(self.env._("This file cannot be read.")) from error
        if len(raw) > PHOTO_BYTES:
            raise UserError(self.env._("This file is larger than 25 MB."))
        if not tap or tap not in step.attachment_ids.mapped("description"):
            self.env["ir.attachment"].sudo().create(
                {
                    "name": name,
                    "raw": raw,
                    "description": tap,
                    "res_model": self._name,
                    "res_id": self.id,
                }
            )
        step.invalidate_recordset(["attachment_ids"])
        return self.run_id.action_page()

    def action_finish(self, result, tap="", late=0, reason=False, note="", ticked=None):
        """Done, problem or left out.  The first of two people counts."""
        if result not in RESULTS:
            raise UserError(self.env._("This is not a result: %s", result))
        step = self._acting(tap)
        if tap and step.tap == tap:
            return self.run_id.action_page()
        if ticked is not None:
            step.ticked = sorted(set(ticked) & set(range(len(step.step_id._items()))))
        step._check_result(result, reason, note)
        step.write(
            {
                "state": result,
                "tap": tap,
                "seconds": step._total(late),
                "running_since": False,
                "finished_on": fields.Datetime.now(),
                "finished_by_id": self.env.uid,
                "had_problem": step.had_problem or result == "problem",
                "reason": reason or step.reason,
                "note": note or step.note,
            }
        )
        if result == "problem":
            step._tell_problem()
        step.run_id._give_turn()
        return self.run_id.action_page()

    def action_reopen(self):
        """The problem is solved, or the tap was a slip: the step is to do again."""
        step = self._acting(any_state=True)
        step.write(
            {
                "state": "todo",
                "tap": False,
                "finished_on": False,
                "finished_by_id": False,
            }
        )
        step.run_id._give_turn()
        return self.run_id.action_page()

    def action_hand_over(self, user_id, note=""):
        """Give the step to somebody else, who is told."""
        self.ensure_one()
        user = self.env["res.users"].browse(user_id)
        if self.user_id != self.env.user:
            self.run_id._check_responsible()
        if not user.exists() or not self._may_receive(user):
            raise UserError(self.env._("This person cannot follow procedures here."))
        self.run_id.sop_id._check_open_to(user)
        step = self._locked()
        step._check_open(any_state=False)
        step.write({"user_id": user.id, "note": note or step.note})
        step.run_id.message_post(
            body=self.env._(
                "« %(step)s » handed over to %(who)s. %(note)s",
                step=step.name,
                who=user.name,
                note=note,
            ),
        )
        step.run_id._give_turn()
        return self.run_id.action_page()

    def _may_receive(self, user):
        company = self.run_id.company_id
        return company in user.sudo().company_ids and user.sudo().has_group(
            "tpe_onboarding_sop.group_sop_user"
        )

    def _acting(self, tap="", any_state=False):
        """This step as superuser, locked, once this user may act on it."""
        self.ensure_one()
        self.run_id.check_access("read")
        step = self._locked()
        repeated = bool(tap) and step.tap == tap
        if not repeated:
            step._check_open(any_state)
        if self.env.user not in step._actors():
            raise UserError(
                self.env._(
                    "« %(step)s » is for %(who)s. Ask for it to be handed over to you.",
                    step=step.name,
                    who=step.role_id.name or step.user_id.name,
                )
            )
        return step

    def _locked(self):
        """Two people on one run wait for each other: the second reads what the first did."""
        run = self.run_id.sudo()
        # The second of two is told by Odoo to begin again: no error for the log.
        self.env.cr.execute(
            "SELECT id FROM tpe_sop_run WHERE id = %s FOR UPDATE",
            [run.id],
            log_exceptions=False,
        )
        run.invalidate_recordset()
        run.step_ids.invalidate_recordset()
        return self.sudo()

    def _check_open(self, any_state):
        if self.run_id.state != "running":
            raise UserError(self.env._("« %s » is over.", self.run_id.name))
        if self.state != "todo" and not any_state:
            raise UserError(
                self.env._(
                    "« %(step)s » was finished by %(who)s meanwhile: that result is kept.",
                    step=self.name,
                    who=self.finished_by_id.name,
                )
            )

    def _actors(self):
        """Who may act on it: who has it, and who holds its role."""
        self.ensure_one()
        users = self.user_id | self.role_id._holders(self.run_id.company_id)
        return users if self.role_id else users | self.run_id.responsible_id

    def _total(self, late):
        return self.seconds + spent(
            self.running_since or None, fields.Datetime.now(), _seconds(late)
        )

    def _check_result(self, result, reason, note):
        left = len(self.step_id._items()) - len(self.ticked or ())
        if result == "done" and left > 0:
            raise UserError(self.env._("Points of the checklist left: %s", left))
        if result == "problem" and reason not in dict(self._fields["reason"].selection):
            raise UserError(self.env._("Say what the problem is."))
        if result == "skipped" and not note:
            raise UserError(self.env._("Say why the step is left out."))

    def _tell_problem(self):
        """Who leads the run and who owns the procedure are told."""
        told = self.run_id.responsible_id | self.run_id.sop_id.owner_id
        reasons = dict(self._fields["reason"]._description_selection(self.env))
        self.run_id.message_post(
            partner_ids=(told - self.env.user).partner_id.ids,
            body=self.env._(
                "Problem at « %(step)s »: %(reason)s. %(note)s",
                step=self.name,
                reason=reasons[self.reason],
                note=self.note or "",
            ),
        )


def _seconds(late):
    """A number that came from outside."""
    try:
        return max(float(late or 0), 0)
    except (TypeError, ValueError):
        return 0
