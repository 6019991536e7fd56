"""The shipped policy is data nobody updates: it gets the steps that came later."""

from odoo import SUPERUSER_ID, Command, api

# Switched off, as a new database has them: nothing more is sent than before.
STEPS = (
    ("-1", {"delay": 7, "origin": "due"}, "tpe_dunning.mail_template_courtesy"),
    ("9", {"delay": 0}, "tpe_dunning.mail_template_thanks"),
)


def migrate(cr, version):
    env = api.Environment(cr, SUPERUSER_ID, {})
    policy = env.ref("tpe_dunning.policy_default", raise_if_not_found=False)
    if policy:
        present = policy.all_level_ids.mapped("rank")
        policy.write(
            {
                "all_level_ids": [
                    Command.create(
                        {
                            "rank": rank,
                            "gap": 0,
                            "active": False,
                            "attach_invoices": False,
                            "mail_template_id": env.ref(template).id,
                            **values,
                        }
                    )
                    for rank, values, template in STEPS
                    if rank not in present
                ]
            }
        )
    # What waits for a person had no column of its own.
    cr.execute(
        """
        UPDATE tpe_dunning_reminder reminder SET stream = 'approval'
          FROM tpe_dunning_level level
         WHERE level.id = reminder.level_id AND level.needs_approval
           AND reminder.stream = 'auto'
           AND reminder.state IN ('planned', 'to_approve', 'held', 'queued')
        """
    )
