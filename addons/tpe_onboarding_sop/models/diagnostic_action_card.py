from odoo import models

OPEN = ("todo", "started")


class DiagnosticAction(models.Model):
    """An action as a page shows it."""

    _inherit = "tpe.diagnostic.action"

    def _card(self) -> dict:
        """Figures only for who reads them elsewhere."""
        self.ensure_one()
        reads = self._reads_figures()
        today = self.env["tpe.sop"]._today(self.company_id)
        mine, is_open = self._may_move(), self.state in OPEN
        labels = dict(self._fields["state"]._description_selection(self.env))
        return {
            "id": self.id,
            "name": self.name,
            "why": self.why or "",
            "proof": (self.proof or "") if reads else "",
            "kind": self.kind or "",
            "phase": self.phase,
            "axis": self.axis or "",
            "user": self.user_id.name or "",
            "due_on": self.due_on and self.due_on.isoformat(),
            "late": bool(is_open and self.due_on and self.due_on < today),
            "euros": self.euros if reads else None,
            "minutes": self.minutes,
            "state": self.state,
            "state_label": labels[self.state],
            "can_start": mine and is_open,
            "can_done": mine and is_open,
            "can_drop": mine and is_open,
            "can_reopen": mine and not is_open,
        }

    def _reads_figures(self):
        return self._has_field_access(self._fields["euros"], "read")

    def _may_move(self):
        """His own action, or a manager's right."""
        manager = self.env.user.has_group("tpe_base.group_tpe_manager")
        return manager or self.user_id == self.env.user
