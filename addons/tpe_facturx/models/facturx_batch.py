from odoo import Command, api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

STATES = [
    ("queued", "Waiting"),
    ("running", "In progress"),
    ("done", "Ready"),
    ("failed", "Failed"),
    ("cancelled", "Cancelled"),
]
OPEN = ("queued", "running")


class TpeFacturxBatch(models.Model):
    """A ZIP of invoices for the accountant, made by a scheduled action."""

    _name = "tpe.facturx.batch"
    _description = "ZIP of e-invoices for the accountant"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "id desc"
    _check_company_auto = True

    name = fields.Char(required=True, readonly=True)
    company_id = fields.Many2one(
        "res.company",
        required=True,
        readonly=True,
        default=lambda self: self.env.company,
    )
    user_id = fields.Many2one(
        "res.users",
        string="Asked by",
        readonly=True,
        default=lambda self: self.env.user,
    )
    state = fields.Selection(
        STATES, required=True, default="queued", readonly=True, index=True
    )
    line_ids = fields.One2many("tpe.facturx.batch.line", "batch_id", readonly=True)
    left_ids = fields.One2many(
        "tpe.facturx.batch.line",
        "batch_id",
        string="Why they were left out",
        domain=[("state", "=", "failed")],
        readonly=True,
    )
    total = fields.Integer(string="Invoices", compute="_compute_progress")
    done = fields.Integer(string="Made", compute="_compute_progress")
    failed = fields.Integer(string="Invoices left out", compute="_compute_progress")
    progress = fields.Float(compute="_compute_progress")
    past = fields.Integer(
        string="Taken over, not in the ZIP",
        readonly=True,
        help="Invoices taken over from another software, which made their documents.",
    )
    failure = fields.Char(readonly=True)
    tries = fields.Integer(help="How many times the building of it was begun.")
    attachment_id = fields.Many2one("ir.attachment", string="ZIP", readonly=True)
    size = fields.Integer(related="attachment_id.file_size", string="Size")

    @api.depends("line_ids.state")
    def _compute_progress(self):
        self.env["tpe.facturx.batch.line"].flush_model(["batch_id", "state"])
        counted = {}
        if self.ids:
            counted = {
                batch: figures
                for batch, *figures in self.env.execute_query(
                    SQL(
                        """SELECT batch_id, count(*),
                                  count(*) FILTER (WHERE state = 'done'),
                                  count(*) FILTER (WHERE state = 'failed')
                             FROM tpe_facturx_batch_line
                            WHERE batch_id = ANY(%s) GROUP BY batch_id""",
                        self.ids,
                    )
                )
            }
        for batch in self:
            total, done, failed = counted.get(batch.id, (0, 0, 0))
            batch.total, batch.done, batch.failed = total, done, failed
            batch.progress = 100 * (done + failed) / total if total else 0

    @api.model
    def _ask(self, moves, name):
        """Queue the ZIP of ``moves``; the web worker has nothing else to do."""
        if not self.env.user.has_group("tpe_base.group_tpe_manager"):
            raise AccessError(
                self.env._("Only a manager prepares the accountant's ZIP.")
            )
        ours = moves.filtered(
            lambda move: move.state == "posted" and move._facturx_is_ours()
        )
        past = ours._facturx_past()
        ours -= past
        if past and not ours:
            raise UserError(
                self.env._(
                    "All of these were taken over from another software, which made their "
                    "documents."
                )
            )
        if not ours:
            raise UserError(
                self.env._(
                    "None of these is a posted customer invoice of a French firm."
                )
            )
        if len(ours.company_id) > 1:
            raise UserError(self.env._("Choose the invoices of one company at a time."))
        batch = self.sudo().create(
            {
                "name": name,
                "company_id": ours.company_id.id,
                "past": len(past),
                "line_ids": [
                    Command.create({"move_id": move})
                    for move in ours.sorted(
                        lambda each: (each.invoice_date, each.id)
                    ).ids
                ],
            }
        )
        self.env.ref("tpe_facturx.ir_cron_batch").sudo()._trigger()
        return batch.sudo(False)

    def action_cancel(self):
        """Stop: what was made stays on the invoices, no ZIP is built."""
        batches = self._as_manager()
        batches.filtered(lambda batch: batch.state in OPEN).state = "cancelled"

    def action_again(self):
        """Try what failed once more."""
        batches = self._as_manager()
        for batch in batches.filtered(lambda batch: batch.state not in OPEN):
            batch.line_ids.filtered(lambda line: line.state == "failed").write(
                {"state": "todo", "reason": False, "tries": 0}
            )
            batch.write({"state": "queued", "failure": False, "tries": 0})
        self.env.ref("tpe_facturx.ir_cron_batch").sudo()._trigger()

    def action_download(self):
        """The ZIP, for who may read this record: the attachment asks the record."""
        self.ensure_one()
        if not self.attachment_id:
            raise UserError(self.env._("The ZIP is not ready yet."))
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{self.attachment_id.id}?download=true",
            "target": "download",
        }

    def _as_manager(self):
        """Self with the right to write, which nobody has but through these methods."""
        if not self.env.user.has_group("tpe_base.group_tpe_manager"):
            raise AccessError(
                self.env._("Only a manager prepares the accountant's ZIP.")
            )
        self.check_access("read")
        return self.sudo()

    @api.ondelete(at_uninstall=False)
    def _unlink_except_running(self):
        if set(self.mapped("state")) & set(OPEN):
            raise UserError(self.env._("Cancel it before you delete it."))
