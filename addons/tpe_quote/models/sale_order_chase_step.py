from odoo import models
from odoo.tools import plaintext2html


class SaleOrderChaseStep(models.Model):
    """What a step does: a message to the customer, or a call for the salesperson."""

    _inherit = "sale.order"

    def _tpe_why_no_mail(self):
        """Why a call takes the place of an e-mail, in the words of who calls."""
        said = self.with_context(lang=self._tpe_salesperson().lang)
        if not self.partner_id.email_normalized:
            return said.env._("No e-mail address of this customer is known.")
        if not self.partner_id.active:
            return said.env._("This customer is archived: nothing is sent to him.")
        if self.partner_id.is_blacklisted:
            return said.env._("This customer wants no e-mail of this kind.")
        return ""

    def _tpe_send_step(self, step):
        """Post the message of the step, which `tpe.quote.chase` hands over."""
        return self.sudo().message_post_with_source(
            step.template_id,
            force_send=False,
            email_layout_xmlid="tpe_quote.mail_layout",
            subtype_xmlid="mail.mt_comment",
        )

    def _tpe_ask_to_call(self, step, why):
        """An activity of the salesperson, in his language; no message."""
        user = self._tpe_salesperson()
        said = self.with_context(lang=user.lang).sudo()
        note = "\n".join(filter(None, (why, step.script)))
        said.activity_schedule(
            "mail.mail_activity_data_call",
            self.company_id._dunning_today(),
            summary=said.env._("%(step)s: %(quote)s", step=step.name, quote=self.name),
            note=note and plaintext2html(note),
            user_id=user.id,
        )

    def _tpe_salesperson(self):
        """Who follows the quote; without one, who leads the team, wrote it, or does this.

        A quote of the web shop has none of them: a manager hears of it.
        """
        managers = self.env.ref("tpe_base.group_tpe_manager").sudo().all_user_ids
        for user in (
            self.user_id,
            self.team_id.user_id,
            self.create_uid,
            self.env.user,
            *managers.filtered(lambda user: self.company_id in user.company_ids),
        ):
            if user.active and not user.share:
                return user
        return self.env.user

    def _tpe_note_failure(self, error):
        step = self._tpe_due().step_id
        self.env["tpe.quote.chase"].sudo().create(
            self._tpe_chase_values(step, failure=error[:500])
        )
        self._tpe_tell_failure(error)

    def _tpe_tell_failure(self, error, sure=True):
        user = self._tpe_salesperson()
        said = self.with_context(lang=user.lang).sudo()
        summary = (
            said.env._("The message about quote %s did not leave", self.name)
            if sure
            else said.env._("Did the message about quote %s arrive?", self.name)
        )
        said.activity_schedule(
            "mail.mail_activity_data_warning",
            self.company_id._dunning_today(),
            summary=summary,
            note=plaintext2html(error[:500]),
            user_id=user.id,
        )
