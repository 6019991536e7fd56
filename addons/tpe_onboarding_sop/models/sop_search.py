import re

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import html2plaintext
from odoo.tools.misc import remove_accents

from ..tools.content import TEXTS

STEP_TEXTS = ("name", "what", "criterion", "checklist")


class Sop(models.Model):
    """Any word of a procedure or of its steps finds it, without its accents."""

    _inherit = "tpe.sop"

    words = fields.Char(
        string="Any word",
        compute="_compute_words",
        search="_search_words",
        help="Words of the procedure or of one of its steps, or their beginnings.",
    )
    search_text = fields.Text(
        compute="_compute_search_text", store=True, copy=False, prefetch=False
    )

    @api.depends(
        "name",
        "tag_ids.name",
        "version_id",
        "draft_id",
        *(f"version_ids.{name}" for name in TEXTS),
        *(f"version_ids.step_ids.{name}" for name in STEP_TEXTS),
    )
    def _compute_search_text(self):
        for sop in self:
            version = sop.version_id or sop.draft_id
            texts = [sop.name, *sop.tag_ids.mapped("name")]
            texts += [version[name] for name in TEXTS]
            for step in version.step_ids:
                texts += [step.name, step.criterion, step.checklist]
                texts.append(html2plaintext(step.what or ""))
            words = sorted(_words("\n".join(filter(None, texts))))
            # A word begins after a space: the first one too.
            sop.search_text = " " + " ".join(words)

    def _compute_words(self):
        self.words = False

    @api.model
    def _search_words(self, operator, value):
        if operator == "in":
            value = " ".join(str(one) for one in value)
        if operator not in ("ilike", "like", "=", "in") or not isinstance(value, str):
            return NotImplemented
        return Domain.AND(
            [("search_text", "=like", "% " + word.replace("_", r"\_") + "%")]
            for word in sorted(_words(value))
        )


def _words(text):
    """Its words, each once, small and without accents: « Échéance » is « echeance »."""
    return set(re.findall(r"\w+", remove_accents(text).lower()))
