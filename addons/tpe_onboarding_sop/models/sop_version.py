from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools.content import TEXTS, Content

STATES = [("draft", "Draft"), ("approved", "In use"), ("retired", "Retired")]


class SopVersion(models.Model):
    """What a procedure says.  Once approved it never changes: runs rest on it."""

    _name = "tpe.sop.version"
    _description = "Version of a Procedure"
    _inherit = "tpe.dunning.guarded"
    _order = "sop_id, number desc"

    sop_id = fields.Many2one(
        "tpe.sop", string="Procedure", required=True, ondelete="cascade", index=True
    )
    number = fields.Integer(
        compute="_compute_number", store=True, precompute=True, copy=False
    )
    state = fields.Selection(
        STATES, default="draft", required=True, readonly=True, copy=False, index=True
    )
    objective = fields.Text(help="What the firm gets out of it.")
    trigger = fields.Text(help="What makes somebody begin.")
    prerequisites = fields.Text(help="What must be there before.")
    inputs = fields.Text(help="Documents and figures that are needed.")
    outputs = fields.Text(help="What exists when it is done.")
    step_ids = fields.One2many("tpe.sop.step", "version_id", copy=True)
    minutes = fields.Integer(
        string="Expected minutes", compute="_compute_minutes", help="Of all the steps."
    )
    approved_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    approved_on = fields.Datetime(readonly=True, copy=False)
    content_hash = fields.Char(
        string="Fingerprint",
        readonly=True,
        copy=False,
        help="Of the words and files that were approved.",
    )
    signoff_ids = fields.One2many("tpe.sop.signoff", "version_id", string="Read by")

    _one_draft = models.UniqueIndex(
        "(sop_id) WHERE state = 'draft'",
        "Somebody is writing this procedure already: go on with the draft.",
    )
    _one_in_use = models.UniqueIndex(
        "(sop_id) WHERE state = 'approved'", "One version is in use at a time."
    )
    _number_once = models.UniqueIndex(
        "(sop_id, number)", "This version number is taken."
    )

    @api.depends("sop_id")
    def _compute_number(self):
        last = dict(
            self.env["tpe.sop.version"]
            .sudo()
            ._read_group(
                [("sop_id", "in", self.sop_id.ids)], ["sop_id"], ["number:max"]
            )
        )
        for version in self:
            version.number = version.number or last.get(version.sop_id, 0) + 1

    @api.depends("step_ids.minutes")
    def _compute_minutes(self):
        for version in self:
            version.minutes = sum(version.step_ids.mapped("minutes"))

    @api.depends("sop_id.name", "number")
    def _compute_display_name(self):
        for version in self:
            version.display_name = self.env._(
                "%(name)s, version %(number)s",
                name=version.sop_id.name or "",
                number=version.number,
            )

    def write(self, vals):
        content = set(vals) - self._of_approval()
        self._check_draft(content or vals.get("state") == "draft")
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_approved(self):
        self._check_draft()

    @api.model
    def _of_approval(self):
        """What approving and retiring change: nothing that a reader reads."""
        return {"state", "approved_by_id", "approved_on", "content_hash"}

    def _check_draft(self, touched=True):
        """Not even the system rewrites what was approved."""
        if touched and any(version.state != "draft" for version in self.sudo()):
            raise UserError(
                self.env._(
                    "An approved version is kept as it is: write a new one instead."
                )
            )

    def _content(self):
        """What it says, as plain values: see tools/content.py."""
        self.ensure_one()
        return Content(
            **{name: self[name] or "" for name in TEXTS},
            steps=tuple(step._content() for step in self.step_ids),
        )

    def _open(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.sop_id.name,
            "res_model": "tpe.sop.version",
            "res_id": self.id,
            "view_mode": "form",
            "views": [(False, "form")],
        }
