from lxml import etree

from odoo import models


class Compiled(dict):
    """What was compiled for one batch; a class, so that no caller by RPC can give it."""


class IrQweb(models.AbstractModel):
    _inherit = "ir.qweb"

    def _generate_code_uncached(self, template):
        """Override of `base`: a text for many customers is compiled once.

        Core keeps what it compiled of a view, and compiles the text of an e-mail
        template anew for each record.
        """
        compiled = self.env.context.get("tpe_compiled")
        if not isinstance(compiled, Compiled) or not isinstance(
            template, etree._Element
        ):
            return super()._generate_code_uncached(template)
        source = etree.tostring(template)
        if source not in compiled:
            compiled[source] = super()._generate_code_uncached(template)
        return compiled[source]
