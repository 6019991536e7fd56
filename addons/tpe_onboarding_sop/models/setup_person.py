from odoo import Command, api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools import email_normalize

ROLES = [
    ("owner", "Owner: decides everything"),
    ("assistant", "Assistant: reminds, calls, notes"),
    ("accountant", "Accountant: reads the figures"),
]
GROUPS = {
    "owner": "tpe_base.group_tpe_manager",
    "assistant": "tpe_base.group_tpe_assistant",
    "accountant": "account.group_account_readonly",
}
KEPT = ("name", "email", "role")


class SetupPerson(models.Model):
    """Somebody who gets an account in the firm; invited by a button only."""

    _name = "tpe.setup.person"
    _description = "Person of a Set-up"

    setup_id = fields.Many2one(
        "tpe.setup", required=True, index=True, ondelete="cascade"
    )
    name = fields.Char(string="First and last name", required=True)
    email = fields.Char(string="E-mail", required=True)
    role = fields.Selection(ROLES, required=True, default="assistant")
    user_id = fields.Many2one(
        "res.users", string="Account", readonly=True, ondelete="cascade"
    )
    invited_on = fields.Date(string="Invited on", readonly=True)
    signed_in = fields.Boolean(compute="_compute_signed_in", compute_sudo=True)

    @api.depends("user_id.login_date")
    def _compute_signed_in(self):
        for person in self:
            person.signed_in = bool(person.user_id.login_date)

    @api.model_create_multi
    def create(self, vals_list):
        # Core invites whom it creates, unless told not to.
        users = self.env["res.users"].sudo().with_context(no_reset_password=True)
        rows = []
        for vals in vals_list:
            setup = self.env["tpe.setup"].browse(vals["setup_id"])
            # First: what follows says which addresses have an account.
            setup.check_access("write")
            row = {key: vals[key] for key in (*KEPT, "setup_id") if key in vals}
            user = users.create(
                {
                    **self.new(row)._account(),
                    "company_id": setup.company_id.id,
                    "company_ids": [Command.set(setup.company_id.ids)],
                    "lang": self.env.user.lang,
                    "tz": self.env.user.tz or "Europe/Paris",
                }
            )
            rows.append({**row, "user_id": user.id})
        return super().create(rows)

    def write(self, vals):
        """What was typed may be mended until the person signs in."""
        if self.env.su:
            return super().write(vals)
        if vals.keys() - set(KEPT):
            raise AccessError(
                self.env._("Only the name, the address and the role can be changed.")
            )
        if any(self.mapped("signed_in")):
            raise UserError(
                self.env._(
                    "This person has signed in already: an administrator changes the "
                    "account in Settings > Users."
                )
            )
        done = super().write(vals)
        for person in self:
            person.user_id.sudo().write(person._account())
        return done

    def _account(self):
        login = email_normalize(self.email or "")
        if not login:
            raise ValidationError(
                self.env._("« %s » is no e-mail address.", self.email or "")
            )
        users = self.env["res.users"].sudo().with_context(active_test=False)
        if users.search_count([("login", "=", login)]) and self.user_id.login != login:
            raise ValidationError(
                self.env._(
                    "%s has an account already: an administrator gives it this company "
                    "in Settings > Users. Nothing was created.",
                    login,
                )
            )
        groups = ("base.group_user", GROUPS[self.role])
        return {
            "name": self.name,
            "login": login,
            "email": login,
            "group_ids": [Command.set([self.env.ref(name).id for name in groups])],
        }

    def action_invite(self):
        """Core's invitation, with the link to choose a password."""
        self.ensure_one()
        self.check_access("write")
        if self.signed_in:
            raise UserError(self.env._("%s has signed in already.", self.name))
        user = self.user_id.sudo().with_context(create_user=1)
        user.action_reset_password()
        self.sudo().invited_on = self.env["tpe.sop"]._today(self.setup_id.company_id)
        return True
