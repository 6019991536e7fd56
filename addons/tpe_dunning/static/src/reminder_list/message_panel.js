import {Component, markup, onWillStart, onWillUpdateProps, useState} from "@odoo/owl";
import {formatCurrency} from "@web/core/currency";
import {ConfirmationDialog} from "@web/core/confirmation_dialog/confirmation_dialog";
import {_t} from "@web/core/l10n/translation";
import {user} from "@web/core/user";
import {useService} from "@web/core/utils/hooks";

const FIELDS = [
    "partner_id",
    "partner_phone",
    "amount_net",
    "currency_id",
    "days_late",
    "rank",
    "state",
    "stream",
    "channel",
    "why",
    "approval_missing",
    "approval_unconfirmed",
    "can_send",
    "is_held",
    "preview_email",
    "preview_subject",
    "preview_body",
    "invoice_names",
    "history",
];

/** The exact message of the chosen customer, what can be done, and what happened so far. */
export class MessagePanel extends Component {
    static template = "tpe_dunning.MessagePanel";
    static props = {
        resId: Number,
        operator: Boolean,
        reload: Function,
        open: Function,
        close: Function,
    };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.dialog = useService("dialog");
        this.state = useState({reminder: null, steps: {}});
        onWillStart(() => this.load(this.props.resId));
        onWillUpdateProps((next) => this.load(next.resId));
    }

    async load(resId) {
        const [reminder] = await this.orm.read("tpe.dunning.reminder", [resId], FIELDS);
        if (reminder) {
            const html = (text) => (text ? markup(text) : "");
            Object.assign(reminder, {
                preview_body: html(reminder.preview_body),
                history: html(reminder.history),
            });
        }
        this.state.reminder = reminder;
    }

    get amount() {
        const {amount_net: amount, currency_id: currency} = this.state.reminder;
        return formatCurrency(amount, currency[0]);
    }

    get phone() {
        return (this.state.reminder.partner_phone || "").replace(/[^+\d]/g, "");
    }

    /** What leaves by itself may leave at once; a formal notice is confirmed. */
    send() {
        if (this.state.reminder.stream !== "approval") {
            return this.run("action_send");
        }
        this.dialog.add(ConfirmationDialog, {
            body: _t("Send this formal notice? It leaves within a minute."),
            confirmLabel: _t("Approve and send"),
            confirm: () => this.run("action_send"),
            cancel: () => {},
        });
    }

    async run(name) {
        const resId = this.props.resId;
        await this.action.doActionButton({
            type: "object",
            resModel: "tpe.dunning.reminder",
            name,
            resId,
            resIds: [resId],
            // Without it the server answers, and writes its notes, in English.
            context: user.context,
            onClose: async () => {
                await this.props.reload();
                await this.load(this.props.resId);
            },
        });
    }
}
