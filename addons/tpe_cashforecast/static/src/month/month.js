import {Component, onWillStart, useState} from "@odoo/owl";
import {Layout} from "@web/search/layout";
import {readable} from "@tpe_base/readable";
import {registry} from "@web/core/registry";
import {standardActionServiceProps} from "@web/webclient/actions/action_service";
import {useService} from "@web/core/utils/hooks";
import {DashboardCard} from "../dashboard/dashboard_card";
import {DashboardHelp} from "../dashboard/dashboard_help";

/** A month once it is over: result, variances, what leaks.  To be printed. */
export class Month extends Component {
    static template = "tpe_cashforecast.Month";
    static components = {DashboardCard, Layout};
    static props = {...standardActionServiceProps};

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.dialog = useService("dialog");
        this.display = {controlPanel: {}};
        this.state = useState({page: null});
        onWillStart(() => this.load());
    }

    async load(month) {
        this.state.page = await this.orm.call("tpe.cash.month", "action_page", [], {
            month,
        });
    }

    async mark(entry) {
        await this.orm.call("tpe.cash.month", "action_mark", [entry.id, !entry.marked]);
        await this.load(this.state.page.month);
    }

    open(action) {
        return this.action.doAction(readable(action));
    }

    openEntry(entry) {
        return this.openRecord("account.move", entry);
    }

    openRecord(res_model, row) {
        return this.open({
            type: "ir.actions.act_window",
            res_model,
            res_id: row.id,
            views: [[false, "form"]],
        });
    }

    help(asked) {
        this.dialog.add(DashboardHelp, {figures: this.state.page.figures, asked});
    }

    print() {
        window.print();
    }
}

registry.category("actions").add("tpe_cashforecast.month", Month);
