from odoo import api, models


class SopRun(models.Model):
    """The run as the phone shows it: one call, one page."""

    _inherit = "tpe.sop.run"

    def action_page(self):
        self.ensure_one()
        self.check_access("read")
        run = self.sudo()
        steps = [run._step_page(step, self.env.user) for step in run.step_ids]
        return {
            "id": run.id,
            "name": run.name,
            "version": run.version_id.number,
            "state": run.state,
            "due": run.due_on and str(run.due_on),
            "about": run.res_name and {"name": run.res_name},
            "responsible": run.responsible_id.name,
            "leads": self._leads(),
            "current": run.current_id.id,
            "steps": steps,
        }

    def _leads(self):
        manager = self.env.user.has_group("tpe_base.group_tpe_manager")
        return manager or self.responsible_id == self.env.user

    @api.model
    def _step_page(self, line, user):
        """``line`` and the words of its step."""
        step = line.step_id
        return {
            "id": line.id,
            "name": step.name,
            "state": line.state,
            "role": step.role_id.name or "",
            "who": line.user_id.name,
            "mine": user in line._actors(),
            "what": step.what or "",
            "criterion": step.criterion or "",
            "minutes": step.minutes,
            "items": step._items(),
            "ticked": line.ticked or [],
            "link": step.link or "",
            "document": step.document_name if step._file("document") else "",
            "media": self._media(step),
            "step": step.id,
            "running": bool(line.running_since),
            "seconds": line._total(0),
            "by": line.finished_by_id.name or "",
            "reason": line.reason or "",
            "note": line.note or "",
            "photos": [
                {"id": photo.id, "name": photo.name} for photo in line.attachment_ids
            ],
        }

    def _media(self, step):
        media = step._file("media")
        kind = (media.mimetype or "").partition("/")[0]
        return kind if kind in ("image", "video") else ""
