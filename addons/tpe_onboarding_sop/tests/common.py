from odoo import Command
from odoo.tests import freeze_time, new_test_user

from odoo.addons.tpe_dunning.tests.common import DunningCommon

USER = "base.group_user,tpe_onboarding_sop.group_sop_user"


@freeze_time("2026-03-31 07:00:00")
class SopCommon(DunningCommon):
    """A procedure of three steps, two roles and their people; the day is 31 March 2026.

    Alice holds *Office* and owns the procedure, Basile holds *Site*, Chloé stands in for
    him, Denis follows procedures and holds no role.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.alice, cls.basile, cls.chloe, cls.denis = (
            cls._person(name) for name in ("alice", "basile", "chloe", "denis")
        )
        cls.office, cls.site = cls.env["tpe.sop.role"].create(
            [
                {"name": "Office", "user_id": cls.alice.id},
                {
                    "name": "Site",
                    "user_id": cls.basile.id,
                    "user_ids": [Command.link(cls.chloe.id)],
                },
            ]
        )
        cls.sop = cls._procedure("Invoice within 48 hours")

    @classmethod
    def _person(cls, login, groups=USER, **values):
        return new_test_user(
            cls.env,
            login,
            groups,
            name=login.capitalize(),
            company_id=cls.company.id,
            company_ids=[Command.set(cls.company.ids)],
            lang="en_US",
            **values,
        )

    @classmethod
    def _procedure(cls, name, approved=True, **values):
        sop = cls.env["tpe.sop"].create(
            {"name": name, "owner_id": cls.alice.id, **values}
        )
        version = cls.env["tpe.sop.version"].create(
            {
                "sop_id": sop.id,
                "objective": "The customer is billed while he remembers.",
                "trigger": "A job is done.",
                "step_ids": [
                    Command.create(
                        {
                            "name": "Collect the hours",
                            "role_id": cls.site.id,
                            "minutes": 10,
                            "criterion": "Each day has its hours.",
                            "checklist": "Hours\nMaterial",
                            "sequence": 1,
                        }
                    ),
                    Command.create(
                        {
                            "name": "Write the invoice",
                            "role_id": cls.office.id,
                            "minutes": 15,
                            "sequence": 2,
                        }
                    ),
                    Command.create({"name": "Send it", "minutes": 5, "sequence": 3}),
                ],
            }
        )
        if approved:
            version.action_approve()
        return sop

    def _start(self, sop=None, user=None, **values):
        runs = self.env["tpe.sop.run"].with_user(user or self.alice)
        return runs._start((sop or self.sop).with_user(user or self.alice), **values)

    def _finish(self, line, user, result="done", **values):
        if result == "done":
            values.setdefault("ticked", range(len(line.sudo().step_id._items())))
        return line.with_user(user).action_finish(result, **values)
