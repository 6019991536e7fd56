import base64

from odoo import Command, api, fields, models
from odoo.exceptions import AccessError, UserError


class SopImport(models.TransientModel):
    """Procedures of a file, or of the library, shown before they are written."""

    _name = "tpe.sop.import"
    _description = "Import of Procedures"

    data = fields.Binary(string="File", attachment=False)
    name = fields.Char()
    from_library = fields.Boolean()
    line_ids = fields.One2many("tpe.sop.import.line", "import_id")
    approve = fields.Boolean(
        string="In use at once",
        default=True,
        help="Otherwise they come as drafts, to read and to approve.",
    )

    @api.onchange("data")
    def _onchange_data(self):
        if self.data and not self.from_library:
            self._fill()

    def action_library(self):
        """Offer what comes with the suite and is not there."""
        self._check_manager()
        wizard = self.create({"from_library": True})
        wizard._fill()
        return wizard._open()

    def action_import(self):
        """Write what is ticked, all of it or nothing."""
        self.ensure_one()
        self._check_manager()
        wanted = set(self.line_ids.filtered("take").mapped("rank"))
        chosen = [one for rank, one in enumerate(self._procedures()) if rank in wanted]
        if not chosen:
            raise UserError(self.env._("Tick at least one procedure."))
        sops = self.env["tpe.sop"]._import_procedures(chosen)
        if self.approve:
            sops._approve_imported()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "tpe_onboarding_sop.sop_action"
        )
        return action | {"domain": [("id", "in", sops.ids)], "context": {}}

    def _check_manager(self):
        if not self.env["tpe.sop"].has_access("create"):
            raise AccessError(self.env._("Only a manager brings procedures in."))

    def _procedures(self):
        sops = self.env["tpe.sop"]
        if self.from_library:
            return sops._library()
        if not self.data:
            raise UserError(self.env._("Choose a file first."))
        return sops._read_file(base64.b64decode(self.data))

    def _fill(self):
        procedures = self._procedures()
        known = self.env["tpe.sop"]._by_code(procedures)
        lines = [Command.clear()]
        for rank, one in enumerate(procedures):
            sop = known.get(one.code) if one.code else None
            lines.append(
                Command.create(
                    {
                        "rank": rank,
                        "name": one.name,
                        "steps": len(one.content.steps),
                        "minutes": sum(step.minutes for step in one.content.steps),
                        "tags": ", ".join(one.tags),
                        "known_id": sop.id if sop else False,
                        "take": not sop,
                    }
                )
            )
        self.line_ids = lines

    def _open(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Library"),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "new",
        }
