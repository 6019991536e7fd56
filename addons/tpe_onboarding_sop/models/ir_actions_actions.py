from odoo import api, models, tools
from odoo.tools import frozendict

START = "tpe_onboarding_sop.sop_start_action"
# Nobody follows a procedure about a procedure.
LEFT_OUT = ("tpe.sop", "tpe.sop.run")


class IrActionsActions(models.Model):
    """« Follow a procedure » stands in the gear menu of every record with a chatter.

    A binding per model would miss what is installed after this addon.
    """

    _inherit = "ir.actions.actions"

    @api.model
    def _get_bindings(self, model_name):
        bindings = super()._get_bindings(model_name)
        if model_name in LEFT_OUT or "message_ids" not in self.env[model_name]._fields:
            return bindings
        actions = (*bindings.get("action", ()), self._tpe_sop_binding())
        return frozendict({**bindings, "action": actions})

    @tools.ormcache("self.env.lang")
    def _tpe_sop_binding(self):
        action = self.env.ref(START).sudo()
        fields = ["name", "binding_view_types", "group_ids", "res_model"]
        values = action.read(fields)[0]
        groups = action.group_ids._ensure_xml_id().values()
        return frozendict({**values, "group_ids": list(groups)})
