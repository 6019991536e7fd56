from odoo import models
from odoo.exceptions import AccessError, UserError


class DiagnosticAction(models.Model):
    """What each kind of action starts and shows."""

    _inherit = "tpe.diagnostic.action"

    def _show(self):
        """What it made, else the screen of its kind; False when it has none."""
        record = self._made()
        if record is not None:
            if record._name == "tpe.sop.run":
                return record.action_follow()
            return {
                "type": "ir.actions.act_window",
                "res_model": record._name,
                "res_id": record.id,
                "views": [(False, "form")],
            }
        show = getattr(self, f"_show_{self.kind}", None)
        return show() if show else self._screen(self.target)

    def _made(self):
        """What the start made, where it still is and may be read, else None."""
        if not self.res_model or self.res_model not in self.env:
            return None
        record = self.env[self.res_model].browse(self.res_id).exists()
        return record if record and record.has_access("read") else None

    def _screen(self, xml_ids):
        """The first of these screens that is installed, when the user may open it."""
        for xml_id in (xml_ids or "").split():
            action = self.env.ref(xml_id, raise_if_not_found=False)
            if action:
                self._check_screen(action.sudo())
                return self.env["ir.actions.actions"]._for_xml_id(xml_id)
        return False

    def _check_screen(self, screen):
        groups = screen.group_ids if "group_ids" in screen else False
        allowed = not groups or groups & self.env.user.all_group_ids
        model = screen._name == "ir.actions.act_window" and screen.res_model
        if model and model in self.env:
            allowed = allowed and self.env[model].has_access("read")
        if not allowed:
            raise AccessError(
                self.env._(
                    "You may not open « %s »: ask a manager to do this one.",
                    screen.name,
                )
            )

    def _start_run(self):
        """Begin the procedure whose code is the target."""
        sop = self.diagnostic_id.sudo()._sop(self.target).with_env(self.env)
        if not sop:
            raise UserError(
                self.env._(
                    "There is no procedure « %s » any more: load it again from the "
                    "library.",
                    self.target,
                )
            )
        return self.env["tpe.sop.run"]._start(
            sop, responsible=self.user_id or self.env.user, due_on=self.due_on
        )

    def _start_procedure(self):
        """Begin to write a procedure: the draft bears the name of the task."""
        sop = (
            self.env["tpe.sop"]
            .sudo()
            .create(
                {
                    "name": self.target or self.name,
                    "company_id": self.company_id.id,
                    "owner_id": (self.user_id or self.env.user).id,
                }
            )
        )
        sop._new_draft()
        return sop.with_env(self.env)

    def _start_tool(self):
        """The line of the register: what it costs, who ends the contract."""
        return self.env["tpe.diagnostic.tool"].browse(int(self.target)).exists()

    def _start_flows(self):
        """Propose the flows that the books say come back."""
        flows = self.env["tpe.cash.recurring"]
        flows.check_access("create")
        flows._suggest(self.company_id)

    def _show_flows(self):
        action = self._screen("tpe_cashforecast.cash_recurring_action")
        return action | {"context": {"search_default_proposed": 1}}

    def _show_proof(self):
        """The records that made the figure on the day of the diagnostic."""
        return self.sudo().answer_id.action or False
