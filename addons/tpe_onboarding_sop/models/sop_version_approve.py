from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import html2plaintext

from ..tools.content import Content, differences, digest


class SopVersion(models.Model):
    """Approval by the owner, reading by the others, difference between versions."""

    _inherit = "tpe.sop.version"

    difference = fields.Html(
        string="What changes",
        compute="_compute_difference",
        help="Since the version before.",
    )
    is_signed = fields.Boolean(string="Read by me", compute="_compute_is_signed")
    unread_user_ids = fields.Many2many(
        "res.users", string="Not read by", compute="_compute_unread_user_ids"
    )

    @api.depends("step_ids", "objective")
    def _compute_difference(self):
        for version in self:
            before = version._previous()
            old = before._content() if before else Content()
            found = differences(old, version._content()) if before else []
            version.difference = version._difference_words(found)

    @api.depends_context("uid")
    @api.depends("signoff_ids")
    def _compute_is_signed(self):
        for version in self:
            version.is_signed = self.env.user in version.signoff_ids.user_id

    @api.depends("signoff_ids", "step_ids.role_id")
    def _compute_unread_user_ids(self):
        for version in self:
            version.unread_user_ids = version._readers() - version.signoff_ids.user_id

    def _previous(self):
        """The version before this one."""
        self.ensure_one()
        return self.search(
            [("sop_id", "=", self.sop_id.id), ("number", "<", self.number)],
            order="number desc",
            limit=1,
        )

    def _readers(self):
        """Who has to know it: the roles of its steps, who is consulted or informed."""
        self.ensure_one()
        sop = self.sop_id.sudo()
        roles = self.step_ids.role_id | sop.consulted_ids | sop.informed_ids
        company = sop.company_id or self.env.company
        readers = sop.owner_id | roles.sudo()._holders(company)
        return readers.filtered(sop._is_open_to).sudo(False)

    def action_approve(self):
        """The owner's word: this one is in use from now, the one before is retired."""
        self.ensure_one()
        self.check_access("write")
        sop = self.sop_id
        sop.lock_for_update(allow_referencing=True)
        self.invalidate_recordset(["state"])
        if self.state != "draft":
            raise UserError(self.env._("This version was approved already."))
        if not self.step_ids:
            raise UserError(
                self.env._("A procedure without a step cannot be followed.")
            )
        retired = sop.sudo().version_id
        retired.state = "retired"
        retired.flush_recordset(["state"])
        self.sudo().write(
            {
                "state": "approved",
                "approved_by_id": self.env.uid,
                "approved_on": fields.Datetime.now(),
                "content_hash": digest(self._content()),
            }
        )
        # Before the next draft is written: one at a time.
        self.flush_recordset()
        self.action_sign_off()
        sop._restart_review(self.env._("Version %s approved.", self.number))

    def action_sign_off(self):
        """« I read it »: the version is recorded, so the next one asks again."""
        for version in self:
            if version.state != "approved":
                raise UserError(
                    self.env._("Only the version in use can be marked as read.")
                )
            if not version.is_signed:
                self.env["tpe.sop.signoff"].sudo().create(
                    {"version_id": version.id, "user_id": self.env.uid}
                )
        self.invalidate_recordset(["signoff_ids", "is_signed", "unread_user_ids"])

    def action_new_draft(self):
        """A new draft from this version, approved or retired."""
        self.ensure_one()
        self.sop_id.check_access("write")
        return (self.sop_id.draft_id or self.copy())._open()

    def action_start(self):
        return self.sop_id.action_start()

    def _difference_words(self, found):
        """``found`` as a list that is read, empty when nothing changes."""
        if not found:
            return False
        lines = [Markup("<li>%s</li>") % self._one_difference(one) for one in found]
        return Markup("<ul>%s</ul>") % Markup().join(lines)

    def _one_difference(self, one):
        env = self.env
        if one.kind == "added":
            return env._("New step: « %s »", one.step)
        if one.kind == "removed":
            return env._("Step removed: « %s »", one.step)
        if one.kind == "moved":
            return env._(
                "« %(step)s »: place %(after)s instead of %(before)s",
                step=one.step,
                before=one.before,
                after=one.after,
            )
        where = self.env["tpe.sop.step"] if one.step else self
        field = where._fields.get(one.field.removesuffix("_digest"))
        label = field._description_string(env) if field else env._("Role")
        before, after = (
            html2plaintext(text).strip() if one.field == "what" else text
            for text in (one.before, one.after)
        )
        if one.field.endswith("_digest"):
            return env._("« %(step)s »: %(label)s replaced", step=one.step, label=label)
        return Markup("%s <del>%s</del> <ins>%s</ins>") % (
            f"{one.step}, {label}:" if one.step else f"{label}:",
            before or "–",
            after or "–",
        )
