from odoo import api, models
from odoo.exceptions import AccessError


class DunningGuarded(models.AbstractModel):
    """Records whose read-only fields are changed by their methods alone.

    In Odoo « read-only » binds the screens; whoever may write a record may write each
    of its fields by RPC.  Methods of these records check first, then write as superuser.
    """

    _name = "tpe.dunning.guarded"
    _description = "Record with Guarded Fields"

    @api.model_create_multi
    def create(self, vals_list):
        default = "default_"
        given = {name for vals in vals_list for name in vals}
        given |= {
            key.removeprefix(default)
            for key in self.env.context
            if key.startswith(default)
        }
        self._check_may_set(given & self._by_methods())
        return super().create(vals_list)

    def write(self, vals):
        names = self._by_methods().union(*(one._settled_fields() for one in self))
        self._check_may_set(names & set(vals))
        return super().write(vals)

    @api.model
    def _by_methods(self):
        """Names of the fields that nobody types."""
        return {name for name, field in self._fields.items() if field.readonly}

    def _settled_fields(self):
        """Names of further fields of this record that nobody changes any more."""
        return set()

    def _check_may_set(self, names):
        if names and not self.env.su:
            labels = self._fields[min(names)]._description_string(self.env)
            raise AccessError(
                self.env._(
                    "« %(field)s » is kept as it is: it is not changed by hand.",
                    field=labels,
                )
            )
