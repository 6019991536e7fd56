from odoo import api, fields, models

REVIEW = "tpe_onboarding_sop.mail_activity_type_sop_review"


class Sop(models.Model):
    """The review: once a quarter the owner reads what the runs say."""

    _inherit = "tpe.sop"

    review_months = fields.Integer(
        string="Review each",
        default=3,
        help="In months. Zero: never.",
    )
    last_review_on = fields.Date(string="Reviewed on", readonly=True, copy=False)
    next_review_on = fields.Date(
        string="Next review", compute="_compute_next_review_on", store=True, index=True
    )

    _review_positive = models.Constraint(
        "CHECK (review_months >= 0)", "A review comes back after months, or never."
    )

    @api.depends("last_review_on", "review_months")
    def _compute_next_review_on(self):
        for sop in self:
            due = sop.last_review_on and sop.review_months
            sop.next_review_on = due and sop._next_review(sop.last_review_on)

    def action_review(self):
        """Still right: the clock restarts today."""
        self.check_access("write")
        for sop in self:
            sop._restart_review(self.env._("Reviewed: still right."))

    def _restart_review(self, words):
        self.ensure_one()
        self.sudo().last_review_on = self._today(self.company_id)
        self.sudo().activity_feedback([REVIEW], feedback=words)
        self.message_post(body=words)

    @api.model
    def _cron_review(self):
        """Ask each owner once for each review that has come, with what the runs say."""
        due = self.search(
            [
                ("next_review_on", "<=", self._today()),
                ("version_id", "!=", False),
                ("owner_id", "!=", False),
            ]
        )
        asked = self.env["mail.activity"].search(
            [
                ("res_model", "=", self._name),
                ("res_id", "in", due.ids),
                ("activity_type_id", "=", self.env.ref(REVIEW).id),
            ]
        )
        due -= self.browse(asked.mapped("res_id"))
        facts = due._review_facts()
        self.env["ir.cron"]._commit_progress(remaining=len(due))
        for sop in due:
            sop._ask_review(facts.get(sop.id))
            if not self.env["ir.cron"]._commit_progress(1):
                break

    def _ask_review(self, facts):
        owner = self.owner_id
        sop = self.with_context(lang=owner.lang, mail_activity_quick_update=True)
        sop.activity_schedule(
            REVIEW,
            self.next_review_on,
            summary=sop.env._("Review « %s »", self.name),
            note=sop._review_words(facts),
            user_id=owner.id,
        )
