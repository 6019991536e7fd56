from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

IMPACTS = [("1", "Low"), ("2", "Medium"), ("3", "High"), ("4", "Vital")]
FREQUENCIES = [
    ("1", "Once a year or less"),
    ("2", "Each quarter"),
    ("3", "Each month"),
    ("4", "Each week"),
    ("5", "Each day"),
]


class Sop(models.Model):
    """A procedure of the firm: who answers for it, what it is worth, its versions."""

    _name = "tpe.sop"
    _description = "Procedure"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "priority desc, name, id"
    # Whoever reads a procedure may say what is wrong with it.
    _mail_post_access = "read"

    name = fields.Char(required=True, tracking=True)
    code = fields.Char(
        copy=False, help="A short word that files and other programs know it by."
    )
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company",
        default=lambda self: self.env.company,
        help="Empty: a procedure of all the companies.",
    )
    tag_ids = fields.Many2many("tpe.sop.tag")
    owner_id = fields.Many2one(
        "res.users",
        default=lambda self: self.env.user,
        tracking=True,
        help="Answers for the procedure: writes, approves and reviews it.",
    )
    consulted_ids = fields.Many2many("tpe.sop.role", "tpe_sop_consulted_rel")
    informed_ids = fields.Many2many("tpe.sop.role", "tpe_sop_informed_rel")
    responsible_ids = fields.Many2many(
        "tpe.sop.role",
        compute="_compute_responsible_ids",
        help="The roles of its steps.",
    )
    impact = fields.Selection(IMPACTS, default="2", required=True)
    frequency = fields.Selection(FREQUENCIES, default="3", required=True)
    priority = fields.Integer(
        compute="_compute_priority",
        store=True,
        help="Impact times frequency: the procedures to write and keep first.",
    )
    group_ids = fields.Many2many(
        "res.groups",
        string="Private to",
        help="Only these groups, its owner and managers see it. Empty: everybody who "
        "follows procedures.",
    )
    version_ids = fields.One2many("tpe.sop.version", "sop_id")
    version_id = fields.Many2one(
        "tpe.sop.version",
        string="Version in use",
        compute="_compute_versions",
        store=True,
    )
    draft_id = fields.Many2one(
        "tpe.sop.version", compute="_compute_versions", store=True
    )
    run_ids = fields.One2many("tpe.sop.run", "sop_id")
    run_count = fields.Integer(compute="_compute_run_count")

    _code_once = models.UniqueIndex(
        "(COALESCE(company_id, 0), code) WHERE code IS NOT NULL",
        "Another procedure has this code.",
    )

    @api.depends("impact", "frequency")
    def _compute_priority(self):
        for sop in self:
            sop.priority = int(sop.impact or 0) * int(sop.frequency or 0)

    @api.depends("version_ids.state")
    def _compute_versions(self):
        for sop in self:
            by_state = {version.state: version for version in sop.version_ids}
            sop.version_id = by_state.get("approved", False)
            sop.draft_id = by_state.get("draft", False)

    @api.depends("version_id.step_ids.role_id", "draft_id.step_ids.role_id")
    def _compute_responsible_ids(self):
        for sop in self:
            version = sop.version_id or sop.draft_id
            sop.responsible_ids = version.step_ids.role_id

    @api.depends("run_ids")
    def _compute_run_count(self):
        counts = dict(
            self.env["tpe.sop.run"]._read_group(
                [("sop_id", "in", self.ids)], ["sop_id"], ["__count"]
            )
        )
        for sop in self:
            sop.run_count = counts.get(sop, 0)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_approved(self):
        for sop in self.sudo():
            if any(version.state != "draft" for version in sop.version_ids):
                raise UserError(
                    self.env._(
                        "« %s » was approved: its runs and sign-offs rest on it. "
                        "Archive it instead.",
                        sop.name,
                    )
                )

    def copy_data(self, default=None):
        return [
            {**values, "name": self.env._("%s (copy)", sop.name)}
            for sop, values in zip(self, super().copy_data(default), strict=True)
        ]

    def _is_open_to(self, user):
        """Whether a private procedure is not private to ``user``: see the rules."""
        groups = self.sudo().group_ids
        return (
            not groups
            or user == self.sudo().owner_id
            or bool(groups & user.sudo().all_group_ids)
            or user.has_group("tpe_base.group_tpe_manager")
        )

    def _check_open_to(self, user):
        if not self._is_open_to(user):
            raise UserError(
                self.env._(
                    "« %(name)s » is private, and %(who)s may not see it: add one of his "
                    "groups to it first.",
                    name=self.sudo().name,
                    who=user.sudo().name,
                )
            )

    def action_write(self):
        """Open the draft: a copy of the version in use when there is none."""
        self.ensure_one()
        self.check_access("write")
        draft = self.draft_id or self._new_draft()
        return draft._open()

    def _new_draft(self):
        self.ensure_one()
        if self.version_id:
            return self.version_id.copy()
        return self.env["tpe.sop.version"].create({"sop_id": self.id})

    def action_open_version(self):
        self.ensure_one()
        return (self.version_id or self.draft_id)._open()

    def action_start(self):
        """Ask who follows it, and for when."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Start"),
            "res_model": "tpe.sop.start",
            "view_mode": "form",
            "target": "new",
            "context": {"default_sop_id": self.id},
        }

    def action_runs(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "tpe_onboarding_sop.sop_run_action"
        )
        return action | {
            "domain": [("sop_id", "=", self.id)],
            "context": {"search_default_sop_id": self.id},
        }

    @api.model
    def _today(self, company=None):
        """The day it is for the firm."""
        company = company or self.env.company
        zone = company.partner_id.tz or self.env.user.tz or "Europe/Paris"
        return fields.Date.context_today(self.with_context(tz=zone))

    def _next_review(self, day):
        return day + relativedelta(months=self.review_months)
