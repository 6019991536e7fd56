import {Component, onWillStart, useState} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {useService} from "@web/core/utils/hooks";
import {user} from "@web/core/user";

/**
 * Says, above the reminders, whether they leave by themselves, and lets a manager
 * start or stop them for the current company.
 */
export class StartBanner extends Component {
    static template = "tpe_dunning.StartBanner";
    static props = {};

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.state = useState({ready: false, startedOn: false, manager: false});
        onWillStart(() => this.load());
    }

    async load() {
        const [[company], manager] = await Promise.all([
            this.orm.read(
                "res.company",
                [user.activeCompany.id],
                ["tpe_dunning_started_on"],
            ),
            user.hasGroup("tpe_base.group_tpe_manager"),
        ]);
        Object.assign(this.state, {
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

    async start() {
        await this.action.doAction("tpe_dunning.dunning_start_action");
    }

    async stop() {
        await this.orm.call("res.company", "action_dunning_stop", [
            [user.activeCompany.id],
        ]);
        await this.action.doAction("soft_reload");
    }
}
