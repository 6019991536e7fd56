from odoo import api, models
from odoo.exceptions import UserError


class SopLink(models.AbstractModel):
    """A page behind a link that somebody here sends and may close."""

    _name = "tpe.sop.link"
    _description = "Page Sent by a Link"
    _inherit = ["tpe.outside.link", "tpe.dunning.guarded"]
    # The states in which the link opens; the models that inherit define ``state``.
    _link_states = ()

    def _is_open(self):
        return self.state in self._link_states and super()._is_open()

    def _check_state(self, *states):
        self.check_access("write")
        if any(link.state not in states for link in self):
            raise UserError(self.env._("This request is past that."))

    @api.model
    def _raw(self, document):
        """The bytes of a document of the page, not a copy in memory of a form."""
        return (
            self.env["ir.attachment"]
            .sudo()
            .search(
                [
                    ("res_model", "=", document._name),
                    ("res_field", "=", "file"),
                    ("res_id", "=", document.id),
                ],
                limit=1,
            )
            .raw
            or b""
        )
