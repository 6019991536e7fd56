import uuid

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools.content import StepContent


class SopStep(models.Model):
    """A step of one version: who, what, how long, and when it is well done."""

    _name = "tpe.sop.step"
    _description = "Step of a Procedure"
    _order = "version_id, sequence, id"

    version_id = fields.Many2one(
        "tpe.sop.version", required=True, ondelete="cascade", index=True
    )
    sequence = fields.Integer(default=10)
    # Follows a step from one version to the next, whatever its name becomes.
    key = fields.Char(default=lambda self: uuid.uuid4().hex[:12], index=True)
    name = fields.Char(string="Step", required=True)
    role_id = fields.Many2one(
        "tpe.sop.role",
        string="Who",
        ondelete="restrict",
        help="Empty: whoever is responsible for the run.",
    )
    what = fields.Html(string="What to do", sanitize_style=True)
    minutes = fields.Integer(string="Expected minutes")
    criterion = fields.Text(
        string="Well done when", help="What can be seen, by anybody, when it is done."
    )
    checklist = fields.Text(help="A point per line.")
    link = fields.Char(help="Address of a document or of a page.")
    document = fields.Binary(attachment=True)
    document_name = fields.Char()
    media = fields.Binary(string="Picture or short video", attachment=True)
    media_name = fields.Char()

    _minutes_positive = models.Constraint(
        "CHECK (minutes >= 0)", "A step cannot take less than no time."
    )
    _key_once = models.UniqueIndex(
        "(version_id, key)", "A step stands once in a version."
    )

    @api.model_create_multi
    def create(self, vals_list):
        steps = super().create(vals_list)
        steps._check_draft()
        return steps

    def write(self, vals):
        self._check_draft()
        moved = super().write(vals)
        self._check_draft()
        return moved

    @api.ondelete(at_uninstall=False)
    def _unlink_except_approved(self):
        self._check_draft()

    def _check_draft(self):
        self.version_id._check_draft()

    @api.constrains("link")
    def _check_link(self):
        for step in self:
            if step.link and not step.link.startswith(("https://", "http://")):
                raise UserError(
                    self.env._("« %s »: a link begins with https://", step.link)
                )

    def _items(self):
        """The points of the checklist."""
        lines = (self.checklist or "").splitlines()
        return [line.strip() for line in lines if line.strip()]

    def _assignee(self, company, responsible):
        """Who gets the step: the first who holds its role, else the responsible.

        Not a holder who may not see a private procedure: he could not open his step.
        """
        sop = self.version_id.sop_id
        holders = self.role_id._holders(company).filtered(sop._is_open_to)
        return holders[:1] or responsible

    def _content(self):
        self.ensure_one()
        return StepContent(
            name=self.name,
            key=self.key or "",
            role=self.role_id.name or "",
            what=str(self.what or ""),
            minutes=self.minutes,
            criterion=self.criterion or "",
            checklist=tuple(self._items()),
            link=self.link or "",
            document=self.document_name or "",
            document_digest=self._file_digest("document"),
            media=self.media_name or "",
            media_digest=self._file_digest("media"),
        )

    def _file_digest(self, name):
        """Checksum of a file, read from its attachment and not from its bytes."""
        return self._file(name).checksum or ""

    def _file(self, name):
        return (
            self.env["ir.attachment"]
            .sudo()
            .search(
                [
                    ("res_model", "=", self._name),
                    ("res_field", "=", name),
                    ("res_id", "=", self.id),
                ],
                limit=1,
            )
        )
