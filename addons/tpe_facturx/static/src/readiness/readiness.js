import {Component, onWillStart, onWillUpdateProps, useState} from "@odoo/owl";
import {formatCurrency} from "@web/core/currency";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {user} from "@web/core/user";
import {useService} from "@web/core/utils/hooks";
import {whose} from "@tpe_base/whose";
import {KanbanController} from "@web/views/kanban/kanban_controller";
import {kanbanView} from "@web/views/kanban/kanban_view";
import {ListController} from "@web/views/list/list_controller";
import {listView} from "@web/views/list/list_view";

/** Per cent ready, in customers and in euros invoiced, above what is missing. */
export class ReadinessBanner extends Component {
    static template = "tpe_facturx.ReadinessBanner";
    static props = {shown: {type: String, optional: true}};

    setup() {
        this.orm = useService("orm");
        this.whose = whose();
        this.state = useState({});
        onWillStart(() => this.load());
        onWillUpdateProps((next) => next.shown !== this.props.shown && this.load());
    }

    async load() {
        const figures = await this.orm.call("tpe.facturx.gap", "action_readiness", []);
        Object.assign(this.state, figures);
    }

    money(amount) {
        return formatCurrency(amount, user.activeCompany.currency_id, {
            digits: [69, 0],
        });
    }

    get customers() {
        return _t("%(ready)s customers of %(customers)s are ready", this.state);
    }

    get euros() {
        return _t("%(ready)s of %(all)s invoiced in 24 months", {
            ready: this.money(this.state.invoiced_ready),
            all: this.money(this.state.invoiced),
        });
    }
}

class ReadinessListController extends ListController {
    static template = "tpe_facturx.ReadinessListView";
    static components = {...ListController.components, ReadinessBanner};

    get shown() {
        return String(this.model.root?.count);
    }
}

class ReadinessKanbanController extends KanbanController {
    static template = "tpe_facturx.ReadinessKanbanView";
    static components = {...KanbanController.components, ReadinessBanner};
}

registry.category("views").add("tpe_facturx_gap_list", {
    ...listView,
    Controller: ReadinessListController,
});
registry.category("views").add("tpe_facturx_gap_kanban", {
    ...kanbanView,
    Controller: ReadinessKanbanController,
});
