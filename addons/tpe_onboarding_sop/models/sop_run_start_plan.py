from odoo import models


class SopRun(models.Model):
    """A run that an action of the plan started: done together, given up apart."""

    _inherit = "tpe.sop.run"

    def _finish(self):
        done = super()._finish()
        self._plan_actions()._end()
        return done

    def action_cancel(self):
        done = super().action_cancel()
        # Without its run, what the action asks for is to be done still.
        self._plan_actions().write(
            {
                "state": "todo",
                "started_on": False,
                "res_model": False,
                "res_id": False,
            }
        )
        return done

    def _plan_actions(self):
        return (
            self.env["tpe.diagnostic.action"]
            .sudo()
            .search(
                [
                    ("res_model", "=", self._name),
                    ("res_id", "in", self.ids),
                    ("state", "=", "started"),
                ]
            )
        )
