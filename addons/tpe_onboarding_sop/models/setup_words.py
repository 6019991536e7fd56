from odoo import api, fields, models

from .setup import ORDER


class Setup(models.Model):
    """What each screen says beside its fields: what is there, what is missing."""

    _inherit = "tpe.setup"

    progress = fields.Integer(compute="_compute_progress")
    where = fields.Char(compute="_compute_progress")
    summary = fields.Text(compute="_compute_progress")
    missing = fields.Char(compute="_compute_words")
    policy_words = fields.Text(compute="_compute_words")
    accounts = fields.Char(compute="_compute_words")
    no_chart = fields.Boolean(compute="_compute_words")

    @api.depends("step", "passed")
    @api.depends_context("lang")
    def _compute_progress(self):
        labels = dict(self._fields["step"]._description_selection(self.env))
        marks = {
            "done": self.env._("filled in"),
            "skipped": self.env._("left for later"),
        }
        to_do = ORDER[:-1]
        for setup in self:
            passed = setup.passed or {}
            setup.progress = round(100 * len(passed.keys() & set(to_do)) / len(to_do))
            setup.where = self.env._(
                "Step %(rank)s of %(count)s",
                rank=ORDER.index(setup.step) + 1,
                count=len(ORDER),
            )
            setup.summary = "\n".join(
                self.env._(
                    "%(step)s: %(state)s",
                    step=labels[code],
                    state=marks.get(passed.get(code), self.env._("to see")),
                )
                for code in to_do
            )

    @api.depends("company_id", "policy_id", "legal_form", "company_registry")
    @api.depends_context("lang")
    def _compute_words(self):
        users = self.env["res.users"].sudo()
        for setup in self:
            company = setup.company_id.sudo()
            setup.missing = ", ".join(company._tpe_missing_identity())
            setup.no_chart = not company.chart_template
            setup.accounts = ", ".join(
                users.search(
                    [("share", "=", False), ("company_ids", "in", company.ids)]
                ).mapped("name")
            )
            policy = setup.policy_id or company._dunning_policy()
            setup.policy_words = setup._policy_words(policy.sudo())

    def _policy_words(self, policy):
        levels = policy.level_ids
        ranks = dict(levels._fields["rank"]._description_selection(self.env))
        origins = dict(levels._fields["origin"]._description_selection(self.env))
        rows = [
            self.env._(
                "%(step)s: %(days)s days, counted from: %(origin)s",
                step=ranks[level.rank],
                days=level.delay,
                origin=origins[level.origin],
            )
            for level in levels
        ]
        return "\n".join([policy.name or "", *rows])

    @api.model
    def _of_or_none(self, company):
        return self.search([("company_id", "=", company.id)])

    def _left_steps(self):
        """How many steps nobody has seen."""
        return len(set(ORDER[:-1]) - (self.passed or {}).keys())
