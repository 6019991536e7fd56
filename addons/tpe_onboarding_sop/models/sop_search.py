import re

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL, html2plaintext
from odoo.tools.misc import remove_accents

# A tsvector holds a megabyte at most.
MAX_TEXT = 200_000
TEXTS = ("objective", "trigger", "prerequisites", "inputs", "outputs")
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

    _search_text_words = models.Index(
        "USING gin (to_tsvector('simple', COALESCE(search_text, '')))"
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
            sop.search_text = _plain("\n".join(filter(None, texts)))[:MAX_TEXT]

    def _compute_words(self):
        self.words = False

    @api.model
    def _search_words(self, operator, value):
        if operator in ("in", "not in"):
            value = " ".join(str(one) for one in value)
        if operator not in ("ilike", "like", "=", "in") or not isinstance(value, str):
            return NotImplemented
        words = re.findall(r"\w+", _plain(value))
        if not words:
            return Domain.TRUE
        # The condition is SQL of ours: nothing else would write what waits to be.
        self.flush_model(["search_text"])
        query = " & ".join(f"{word}:*" for word in words)
        return Domain.custom(
            to_sql=lambda model, alias, _query: SQL(
                "to_tsvector('simple', COALESCE(%s, '')) @@ to_tsquery('simple', %s)",
                SQL.identifier(alias, "search_text"),
                query,
            )
        )


def _plain(text):
    """Small letters without accents: « Échéance » is found by « echeance »."""
    return remove_accents(text).lower()
