from odoo import models
from odoo.fields import Domain

from ..tools.diagnostic import Measure, Unit


class DiagnosticMeasurePeople(models.AbstractModel):
    """On whom the firm rests, and how its accounts are kept."""

    _inherit = "tpe.diagnostic.measure"

    def _found(self, year):
        sops = self.env["tpe.sop"].search(
            [
                ("version_id", "!=", False),
                ("company_id", "in", (False, year.company.id)),
            ]
        )
        return [
            *super()._found(year),
            self._procedures_active(year, sops),
            self._bus_factor(year, sops),
            self._two_factor(year),
        ]

    def _procedures_active(self, year, sops):
        """Those that are followed: the library is approved from the first day.

        None at all is a number too: it is counted, not guessed.
        """
        followed = [
            sop.id
            for [sop] in self.env["tpe.sop.run"]._read_group(
                [
                    ("company_id", "=", year.company.id),
                    ("sop_id", "in", sops.ids),
                    ("state", "!=", "cancelled"),
                    ("started_on", ">", year.since),
                ],
                ["sop_id"],
            )
        ]
        return Measure(
            "procedures_active",
            float(len(followed)),
            Unit.NUMBER,
            len(followed),
            self.env._(
                "%(followed)s of the %(count)s procedures in use were followed in twelve "
                "months.",
                followed=len(followed),
                count=len(sops),
            ),
            self._records("tpe.sop", followed),
        )

    def _bus_factor(self, year, sops):
        figures = self.env["tpe.sop.figures"]
        roles = figures._roles_of_steps(sops)
        people = figures._people_of_roles(year.company)
        found = figures._dependence(roles, people)
        if found.factor is None:
            return self._unknown(
                "bus_factor",
                Unit.NUMBER,
                self.env._(
                    "No procedure in use says who does its steps: who stops the firm "
                    "when away is not known."
                ),
            )
        names = self.env["res.users"]
        lines = [
            self.env._(
                "%(name)s alone: %(count)s of %(total)s",
                name=names.browse(person).name,
                count=count,
                total=len(roles),
            )
            for person, count in found.alone[:3]
        ]
        held = [sop for sop, own in roles.items() if any(people[r] for r in own)]
        return Measure(
            "bus_factor",
            float(found.factor),
            Unit.NUMBER,
            len(held),
            self.env._(
                "Absences that stop more than half of the %(count)s procedures: "
                "%(factor)s. %(who)s",
                count=len(held),
                factor=found.factor,
                who=", ".join(lines) or self.env._("Each step has a stand-in."),
            ),
            self._records("tpe.sop", held),
        )

    def _two_factor(self, year):
        """An application, or the code by e-mail that a rule of the firm asks of all."""
        users = self.env["res.users"]
        staff = Domain("share", "=", False) & Domain(
            "company_ids", "in", year.company.ids
        )
        everybody = users.search(staff)
        if not self._knows_two_factor() or not everybody:
            return self._unknown(
                "two_factor",
                Unit.PERCENT,
                self.env._("No account, or two-factor authentication not installed."),
            )
        if self._asked_of_all():
            without = users
        else:
            without = everybody - users.search(
                staff & Domain("totp_enabled", "=", True)
            )
        return Measure(
            "two_factor",
            100 * (len(everybody) - len(without)) / len(everybody),
            Unit.PERCENT,
            len(without),
            self.env._(
                "Accounts that open with a password alone: %(without)s of %(users)s.",
                without=len(without),
                users=len(everybody),
            ),
            self._records("res.users", without.ids),
        )

    def _knows_two_factor(self):
        return "totp_enabled" in self.env["res.users"]._fields

    def _asked_of_all(self):
        policy = self.env["ir.config_parameter"].get_param("auth_totp.policy")
        return self._mails_codes() and policy in ("employee_required", "all_required")

    def _mails_codes(self):
        """Whether the application that enforces the rule is there."""
        return "auth_totp_policy" in self.env["res.config.settings"]._fields
