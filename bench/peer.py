"""OCA account_credit_control 19.0, driven through the methods behind its buttons.

It is installed from PyPI into the throw-away database: see requirements/bench.txt.
"""

from odoo import Command

MODEL = "credit.control.run"
# The days of our standard policy, counted from a due date 30 days after the invoice.
DELAYS = (0, 15, 30)


def is_there(env) -> bool:
    """Whether the addon is installed in this database."""
    return MODEL in env


def configure(env) -> None:
    """A policy of three e-mails on all receivable accounts, the company's own."""
    template = env.ref("account_credit_control.email_template_credit_control_base")
    accounts = env["account.account"].search(
        [("account_type", "=", "asset_receivable")]
    )
    env.company.credit_policy_id = env["credit.control.policy"].create(
        {
            "name": "Three e-mails",
            "company_id": env.company.id,
            "account_ids": [Command.set(accounts.ids)],
            "level_ids": [
                Command.create(
                    {
                        "name": f"Reminder {level}",
                        "level": level,
                        "computation_mode": "net_days",
                        "delay_days": delay,
                        "email_template_id": template.id,
                        "channel": "email",
                        "custom_text": "Please pay.",
                        "custom_mail_text": "Please pay.",
                        "mail_show_invoice_detail": True,
                    }
                )
                for level, delay in enumerate(DELAYS, start=1)
            ],
        }
    )
    with_pdf(env, False)
    env.cr.commit()


def with_pdf(env, wanted: bool) -> None:
    """Whether its e-mails carry the PDF it ships, as they do by default."""
    report = env.ref("account_credit_control.credit_control_summary")
    env.ref(
        "account_credit_control.email_template_credit_control_base"
    ).report_template_ids = report if wanted else report.browse()


def generate(env):
    """Write the lines of today; return the run that holds them."""
    run = env[MODEL].create(
        {
            "date": env.company._dunning_today(),
            "policy_ids": [Command.set(env.company.credit_policy_id.ids)],
            "company_id": env.company.id,
        }
    )
    run.generate_credit_lines()
    env.flush_all()
    return run


def send(env, run, customers: int) -> int:
    """Send the e-mails of the first ``customers`` of a run; return how many there were.

    They leave after the commit, as in its own screens.
    """
    lines = run.line_ids.filtered(lambda line: line.state in ("draft", "to_be_sent"))
    lines = lines.filtered(
        lambda line: line.channel == "email" and line.partner_id.email
    )
    chosen = lines.partner_id[:customers]
    lines = lines.filtered(lambda line: line.partner_id in chosen)
    lines.write({"state": "to_be_sent"})
    messages = env["credit.control.communication"]
    messages = messages._generate_comm_from_credit_lines(lines)
    messages._generate_emails()
    env.cr.commit()
    return len(messages)
