import base64

from odoo import Command, api, models
from odoo.exceptions import UserError
from odoo.tools import file_open

from ..tools.content import TEXTS
from ..tools.procedure_file import Procedure, Refused, read, written

LIBRARY = "tpe_onboarding_sop/data/procedures_fr.json"
# What the books say at the beginning of each ritual of the library.
RITUALS = {
    "point-tresorerie": "cash",
    "revue-equipe": "team",
    "entretien-mensuel": "person",
    "resultats-mois": "results",
    "objectifs-trimestre": "objectives",
}


class Sop(models.Model):
    """Procedures that leave as one file and come back, all of them or none."""

    _inherit = "tpe.sop"

    def action_export(self):
        """Give the file of the selected procedures."""
        self.check_access("read")
        wizard = self.env["tpe.sop.export"].create(
            {"data": base64.b64encode(self._file())}
        )
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/tpe.sop.export/{wizard.id}/data/"
            f"{wizard._file_name()}?download=true",
            "target": "download",
        }

    def _file(self):
        """The procedures as bytes: the version in use, else the draft."""
        found = [sop._as_procedure() for sop in self if sop.version_id or sop.draft_id]
        if not found:
            raise UserError(self.env._("Nothing is written yet in these procedures."))
        return written(found, self.env.lang or "")

    def _as_procedure(self):
        version = self.version_id or self.draft_id
        files = [
            (rank, name, base64.b64decode(step[name]))
            for rank, step in enumerate(version.step_ids)
            for name in ("document", "media")
            if step[name]
        ]
        return Procedure(
            name=self.name,
            code=self.code or "",
            impact=self.impact,
            frequency=self.frequency,
            tags=tuple(self.tag_ids.mapped("name")),
            consulted=tuple(self.sudo().consulted_ids.mapped("name")),
            informed=tuple(self.sudo().informed_ids.mapped("name")),
            content=version._content(),
            files=tuple(files),
        )

    @api.model
    def _read_file(self, data):
        """Procedures of the bytes; ``UserError`` that names the line that is wrong."""
        try:
            return read(data)
        except Refused as refused:
            raise UserError(self._refusal(refused)) from None

    @api.model
    def _library(self):
        """The procedures that come with the suite."""
        with file_open(LIBRARY, "rb") as file:
            return read(file.read())

    @api.model
    def _load_library(self):
        """Put the library in use in a new database; what is there already stays."""
        owner = self.env.ref("base.user_admin")
        coded = self.with_context(active_test=False).search([("code", "!=", False)])
        known = set(coded.mapped("code"))
        new = [one for one in self._library() if one.code not in known]
        made = self._import_procedures(new)
        made.owner_id = owner
        made.filtered(lambda sop: sop.code == "embauche").measures_autonomy = True
        for sop in made:
            sop.agenda = RITUALS.get(sop.code)
        # Installing speaks no language; the procedures are read in their owner's.
        made.with_context(lang=owner.lang)._approve_imported()

    def _import_procedures(self, procedures):
        """Write the procedures as drafts, of no company; returns those that changed."""
        known = self._by_code(procedures)
        names = {role for one in procedures for role in self._role_names(one)}
        roles = self._named("tpe.sop.role", names, company_id=False)
        tags = self._named("tpe.sop.tag", {t for one in procedures for t in one.tags})
        changed = self.browse()
        for one in procedures:
            sop = known.get(one.code) if one.code else None
            changed |= self._import_one(one, sop, roles, tags)
        return changed

    @api.model
    def _by_code(self, procedures):
        codes = [one.code for one in procedures if one.code]
        found = self.with_context(active_test=False).search(
            [
                ("code", "in", codes),
                ("company_id", "in", [False, self.env.company.id]),
            ],
            order="company_id desc",
        )
        return {sop.code: sop for sop in found}

    @api.model
    def _role_names(self, procedure):
        steps = {step.role for step in procedure.content.steps if step.role}
        return steps | set(procedure.consulted) | set(procedure.informed)

    @api.model
    def _named(self, model, names, **values):
        """Records of the names, made when they are missing."""
        records = self.env[model].search([("name", "in", list(names))])
        by_name = {record.name: record for record in records}
        missing = sorted(names - set(by_name))
        made = self.env[model].create([{"name": name, **values} for name in missing])
        return by_name | {record.name: record for record in made}

    def _import_one(self, one, sop, roles, tags):
        known = bool(sop)
        if not known:
            sop = self.create(self._values_of(one, roles, tags))
        elif sop.draft_id:
            raise UserError(
                self.env._(
                    "Line %(line)s: somebody is writing « %(name)s ». Finish or delete "
                    "that draft first. Nothing was imported.",
                    line=one.line,
                    name=sop.name,
                )
            )
        draft = self.env["tpe.sop.version"].create(
            {
                "sop_id": sop.id,
                **{name: getattr(one.content, name) for name in TEXTS},
                "step_ids": self._steps_of(one, roles),
            }
        )
        if known and sop.version_id and self._same(sop.version_id, draft):
            draft.unlink()
            return self.browse()
        return sop

    def _same(self, version, draft):
        """Whether both say the same, the keys of hand-written steps apart."""
        return version._content() == draft._content()

    def _values_of(self, one, roles, tags):
        def pick(names, among):
            return [Command.set([among[name].id for name in names])]

        return {
            "name": one.name,
            "code": one.code or False,
            "company_id": False,
            "impact": one.impact,
            "frequency": one.frequency,
            "tag_ids": pick(one.tags, tags),
            "consulted_ids": pick(one.consulted, roles),
            "informed_ids": pick(one.informed, roles),
        }

    def _steps_of(self, one, roles):
        files = {(rank, name): data for rank, name, data in one.files}
        commands = []
        for rank, step in enumerate(one.content.steps):
            values = {
                "sequence": rank + 1,
                "name": step.name,
                "role_id": roles[step.role].id if step.role else False,
                "what": step.what,
                "minutes": step.minutes,
                "criterion": step.criterion,
                "checklist": "\n".join(step.checklist),
                "link": step.link,
            }
            if step.key:
                values["key"] = step.key
            for name in ("document", "media"):
                if (rank, name) in files:
                    values[name] = base64.b64encode(files[rank, name])
                    values[f"{name}_name"] = getattr(step, name)
            commands.append(Command.create(values))
        return commands

    def _approve_imported(self):
        for sop in self.filtered("draft_id.step_ids"):
            sop.draft_id.action_approve()

    @api.model
    def _refusal(self, refused):
        """A sentence for whoever chose the file."""
        env, what = self.env, refused.what
        sentences = {
            "size": env._("the file, or one of its parts, is too large"),
            "encoding": env._("the file is not text in UTF-8"),
            "json": env._("this is not JSON: %s", what),
            "format": env._(
                "this is not a file of procedures (« format »: « %s »)", what
            ),
            "empty": env._("the file holds no procedure"),
            "twice": env._("« %s » stands twice", what),
            "missing": env._("« %s » is missing", what),
            "unknown": env._("« %s » is not known here: is it misspelt?", what),
            "kind": env._("« %s » does not hold what it should", what),
            "long": env._("« %s » is too long", what),
            "choice": env._("« %s » has a value that does not exist", what),
            "number": env._("« %s » is not a number of minutes", what),
            "link": env._("« %s »: a link begins with https://", what),
            "file": env._(
                "« %s » is not a document or a picture that is accepted", what
            ),
            "object": env._("a procedure or a step is not an object"),
        }
        reason = sentences[refused.reason]
        if refused.line:
            reason = env._(
                "Line %(line)s: %(reason)s", line=refused.line, reason=reason
            )
        return env._("%s. Nothing was imported.", reason)
