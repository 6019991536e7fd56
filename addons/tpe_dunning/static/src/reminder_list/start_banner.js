import {Component, onWillStart, onWillUpdateProps, useState} from "@odoo/owl";
import {formatCurrency} from "@web/core/currency";
import {_t} from "@web/core/l10n/translation";
import {useService} from "@web/core/utils/hooks";
import {user} from "@web/core/user";

/**
 * Says, above the reminders, whether they leave by themselves, and lets a manager
 * start or stop them for the current company.
 */
export class StartBanner extends Component {
    static template = "tpe_dunning.StartBanner";
    static props = {
        reload: {type: Function, optional: true},
        // Changes when the list below does: what can be sent is counted again.
        shown: {type: String, optional: true},
    };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.state = useState({
            ready: false,
            startedOn: false,
            manager: false,
            operator: false,
            count: 0,
            amount: "",
        });
        onWillStart(() => this.load());
        onWillUpdateProps((next) => next.shown !== this.props.shown && this.load());
    }

    async load() {
        const [[company], manager, operator, leaving] = await Promise.all([
            this.orm.read(
                "res.company",
                [user.activeCompany.id],
                ["tpe_dunning_started_on"],
            ),
            user.hasGroup("tpe_base.group_tpe_manager"),
            user.hasGroup("tpe_base.group_tpe_assistant"),
            this.orm.formattedReadGroup(
                "tpe.dunning.reminder",
                [
                    ["company_id", "=", user.activeCompany.id],
                    ["state", "=", "planned"],
                    ["channel", "in", ["email", "sms"]],
                    ["printed_at", "=", false],
                ],
                [],
                ["__count", "amount_net:sum"],
            ),
        ]);
        Object.assign(this.state, {
            operator,
            count: leaving[0].__count,
            amount: formatCurrency(
                leaving[0]["amount_net:sum"] || 0,
                user.activeCompany.currency_id,
                {digits: [69, 0]},
            ),
            ready: true,
            company: user.activeCompany.name,
            startedOn: company.tpe_dunning_started_on,
            manager,
        });
    }

    get waiting() {
        return _t(
            "The reminders of %s are prepared each morning, and wait until they are started.",
            this.state.company,
        );
    }

    get sendAllLabel() {
        return this.state.count === 1
            ? _t("Send all (1 customer, %(amount)s)", this.state)
            : _t("Send all (%(count)s customers, %(amount)s)", this.state);
    }

    async sendAll() {
        await this.action.doAction("tpe_dunning.dunning_send_all_action", {
            onClose: async () => {
                await this.props.reload?.();
                await this.load();
            },
        });
    }

    /** Says what starting or stopping does, then asks: a tap alone stops nothing. */
    async startOrStop() {
        await this.action.doAction("tpe_dunning.dunning_start_action");
    }
}
