from odoo import fields, models
from odoo.exceptions import AccessError, UserError

OPEN = ("todo", "started")


class DiagnosticAction(models.Model):
    """What begins an action and what ends it: its owner or a manager, one at a time.

    ``_start_<kind>()`` does what begins it and returns the record that was made, if one;
    ``_show_<kind>()`` returns the action of the web client that shows it.  Another addon
    adds a kind by adding these two methods.
    """

    _inherit = "tpe.diagnostic.action"

    def action_start(self):
        """Begin it, once, and show it as often as asked."""
        action = self._acting(OPEN)
        if self.company_id != self.env.company:
            raise UserError(
                self.env._(
                    "« %(action)s » is to be done in %(company)s: choose this company "
                    "first.",
                    action=self.name,
                    company=self.company_id.name,
                )
            )
        if action.state == "todo":
            start = getattr(self, f"_start_{self.kind}", None)
            record = start() if start else None
            action.write(
                {
                    "state": "started",
                    "started_on": fields.Datetime.now(),
                    "res_model": record._name if record else False,
                    "res_id": record.id if record else False,
                }
            )
            self.invalidate_recordset()
        return self._show()

    def action_done(self):
        self._acting(OPEN)._end()
        return True

    def action_drop(self, reason=None):
        """Give it up, and say why: without a reason, ask for it."""
        if not (reason or "").strip():
            self._check_may_move()
            return {
                "type": "ir.actions.act_window",
                "name": self.env._("Drop « %s »", self.name),
                "res_model": "tpe.diagnostic.drop",
                "views": [(False, "form")],
                "target": "new",
                "context": {"default_action_id": self.id},
            }
        action = self._acting(OPEN)
        action.write({"state": "dropped", "drop_reason": reason.strip()})
        action.message_post(
            body=self.env._("Dropped: %s", reason.strip()),
            author_id=self.env.user.partner_id.id,
        )
        return True

    def action_reopen(self):
        """It was not over: go on with what it made, or start again."""
        action = self._acting(("done", "dropped"))
        action.write(
            {
                "state": "todo" if action._made() is None else "started",
                "done_on": False,
                "drop_reason": False,
            }
        )
        return True

    def _acting(self, states):
        """The action as superuser, locked, for who may move it from ``states``."""
        self._check_may_move()
        locked = self.sudo().try_lock_for_update(allow_referencing=True)
        if not locked:
            raise UserError(
                self.env._(
                    "Somebody else is on « %s » at this very moment: look again in a few "
                    "seconds.",
                    self.name,
                )
            )
        locked.invalidate_recordset()
        if locked.state not in states:
            labels = dict(self._fields["state"]._description_selection(self.env))
            raise UserError(
                self.env._(
                    "« %(action)s » is already: %(state)s.",
                    action=self.name,
                    state=labels[locked.state],
                )
            )
        return locked

    def _check_may_move(self):
        self.ensure_one()
        self.check_access("read")
        if not self._may_move():
            raise AccessError(
                self.env._(
                    "« %(action)s » is moved by %(who)s or by a manager.",
                    action=self.name,
                    who=self.user_id.name or self.env._("its owner"),
                )
            )

    def _end(self):
        """Done: by its owner, by its activity or by its procedure.  As superuser."""
        self.filtered(lambda action: action.state in OPEN).write(
            {"state": "done", "done_on": fields.Datetime.now()}
        )
