from odoo import api, fields, models
from odoo.exceptions import UserError

TURN = "tpe_onboarding_sop.mail_activity_type_sop_run"
# Nothing of a start is worth a mail: the activity says it.
QUIET = {
    "tracking_disable": True,
    "mail_create_nolog": True,
    "mail_create_nosubscribe": True,
    "mail_activity_quick_update": True,
    "tpe_sop_no_follower": True,
}


class SopRun(models.Model):
    """The beginning of a run, and whose turn it is."""

    _inherit = "tpe.sop.run"

    @api.model
    def _start(self, sop, record=None, responsible=None, due_on=None, **values):
        """Start the version in use of ``sop``, about ``record`` or on its own.

        ``values`` are further fields of the run, such as the trigger and its key.
        """
        sop.check_access("read")
        version = sop.version_id
        if not version:
            raise UserError(self.env._("« %s » has no approved version yet.", sop.name))
        responsible = responsible or self.env.user
        sop._check_open_to(responsible)
        company = self._company_of(sop, record)
        about = record.display_name if record else False
        run = (
            self.sudo()
            .with_context(**QUIET)
            .create(
                {
                    "name": f"{sop.name} – {about}" if about else sop.name,
                    "company_id": company.id,
                    "version_id": version.id,
                    "sop_id": sop.id,
                    "res_model": record._name if record else False,
                    "res_id": record.id if record else False,
                    "res_name": about,
                    "responsible_id": responsible.id,
                    "due_on": due_on,
                    **values,
                }
            )
        )
        steps = version.sudo().step_ids
        # Read together the people that each step looks at.
        steps.role_id._holders(company)
        self.env["tpe.sop.run.step"].sudo().create(
            [
                {
                    "run_id": run.id,
                    "step_id": step.id,
                    "sequence": rank,
                    "user_id": step._assignee(company, responsible).id,
                }
                for rank, step in enumerate(steps, 1)
            ]
        )
        run._give_turn()
        return run.with_env(self.env)

    def _company_of(self, sop, record):
        """The company of the record, else of the procedure, else the current one."""
        of_record = record is not None and "company_id" in record and record.company_id
        return of_record or sop.company_id or self.env.company

    def _give_turn(self):
        """Whose turn it is now, or the end: one activity at a time, of one person.

        Called as superuser.
        """
        self.ensure_one()
        step = self.step_ids.filtered(lambda step: step.state == "todo")[:1]
        before = self.user_id
        if self.current_id == step and before == step.user_id and step:
            return
        self.write({"current_id": step.id, "user_id": step.user_id.id})
        if not step:
            self._finish()
        elif before != step.user_id:
            # Not « done »: what was done is on the step, the chatter stays readable.
            if before:
                self.activity_unlink([TURN])
            self._ask(step)

    def _ask(self, step):
        self.with_context(**QUIET).activity_schedule(
            TURN,
            self.due_on or self.env["tpe.sop"]._today(self.company_id),
            summary=step.step_id.name,
            user_id=step.user_id.id,
        )

    def _finish(self):
        self.write({"state": "done", "finished_on": fields.Datetime.now()})
        self.activity_unlink([TURN])
        problems = len(self.step_ids.filtered("had_problem"))
        if problems:
            words = self.env._(
                "« %(name)s »: done, problems met: %(count)s.",
                name=self.name,
                count=problems,
            )
        else:
            words = self.env._("« %s »: done.", self.name)
        self.message_post(body=words)
        record = self._record()
        if record is not None:
            record.message_post(body=words)

    def _record(self):
        """The record it is about, where it still exists, else None."""
        if not self.res_model or self.res_model not in self.env:
            return None
        return self.env[self.res_model].browse(self.res_id).exists() or None

    def message_subscribe(self, partner_ids=None, subtype_ids=None):
        """Having a step is no wish to read each message: the activity says enough."""
        if self.env.context.get("tpe_sop_no_follower"):
            return True
        return super().message_subscribe(partner_ids, subtype_ids)
