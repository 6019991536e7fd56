from datetime import timedelta

from odoo import models

TIMED = 30  # days before the diagnostic in which a timed week counts


class Diagnostic(models.Model):
    """What the timed week and the register of tools put in the plan."""

    _inherit = "tpe.diagnostic"

    def _proposals(self):
        return [*super()._proposals(), *self._long_tasks(), *self._unused_tools()]

    def _found(self, record, **values):
        """Values of an action about ``record``: proposed once."""
        return {
            "diagnostic_id": self.id,
            "code": f"{record._name}:{record.id}",
            "user_id": self._owner_of().id,
            "euros": 0.0,
            **values,
        }

    def _long_tasks(self):
        """The five tasks that took longest: each may be written, shortened, handed on."""
        longest = self.env["tpe.diagnostic.timing"]._longest(
            self.company_id, self.day - timedelta(TIMED), limit=5
        )
        return [
            self._found(
                row["task"],
                name=self.env._("Write down and shorten: %s", row["name"]),
                why=self.env._(
                    "One of the tasks that take longest. Written step by step, it is cut, "
                    "handed on or automated."
                ),
                proof=self.env._(
                    "%s h in the timed week.",
                    self.env["tpe.cash.card"]._number(row["hours"], 1),
                ),
                kind="procedure",
                target=row["name"],
                phase="tooling",
                axis="people",
                minutes=60,
            )
            for row in longest
        ]

    def _unused_tools(self):
        """What somebody said is not used any more."""
        tools = self.env["tpe.diagnostic.tool"].search(
            [("company_id", "=", self.company_id.id), ("state", "=", "unused")]
        )
        return [
            self._found(
                tool,
                name=self.env._("Stop paying for %s", tool.name),
                why=self.env._("Somebody said that it is not used any more."),
                kind="tool",
                target=str(tool.id),
                phase="audit",
                axis="tools",
                euros=12 * tool.monthly_cost,
                minutes=20,
            )
            for tool in tools
        ]
