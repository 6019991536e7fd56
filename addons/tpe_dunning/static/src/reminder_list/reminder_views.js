import {onWillRender, useState} from "@odoo/owl";
import {registry} from "@web/core/registry";
import {user} from "@web/core/user";
import {KanbanController} from "@web/views/kanban/kanban_controller";
import {kanbanView} from "@web/views/kanban/kanban_view";
import {ListController} from "@web/views/list/list_controller";
import {listView} from "@web/views/list/list_view";

import {MessagePanel} from "./message_panel";
import {StartBanner} from "./start_banner";

// Under this width the list needs the room: a row opens its own page.
const PANEL_FROM = 1200;

class ReminderListController extends ListController {
    static template = "tpe_dunning.ReminderListView";
    static components = {...ListController.components, MessagePanel, StartBanner};

    setup() {
        super.setup();
        this.panel = useState({
            resId: null,
            wanted: window.innerWidth >= PANEL_FROM,
            operator: false,
        });
        user.hasGroup("tpe_base.group_tpe_assistant").then((operator) => {
            this.panel.operator = operator;
        });
        onWillRender(() => this.keepOneChosen());
    }

    /**
     * The first customer is shown at once.  A message that left the list gives way to
     * another one for the same customer: what was decided about him is to be seen.
     */
    keepOneChosen() {
        const records = this.model.root?.records || [];
        const chosen =
            records.find((record) => record.resId === this.panel.resId) ||
            records.find((record) => record.data.partner_id?.id === this.customerId) ||
            records[0];
        this.customerId = chosen?.data.partner_id?.id;
        if (this.panel.resId !== (chosen?.resId || null)) {
            this.panel.resId = chosen?.resId || null;
        }
    }

    get shown() {
        const records = this.model.root?.records || [];
        return records.map(({resId, data}) => `${resId} ${data.why}`).join();
    }

    get panelShown() {
        const {wanted, resId} = this.panel;
        return Boolean(
            wanted && resId && this.model.isReady && !this.model.useSampleModel,
        );
    }

    async openRecord(record, options) {
        if (this.panel.wanted && !options?.newWindow) {
            this.panel.resId = record.resId;
            return;
        }
        return super.openRecord(record, options);
    }

    async openChosen() {
        const chosen = this.model.root.records.find(
            (record) => record.resId === this.panel.resId,
        );
        return super.openRecord(chosen);
    }

    closePanel() {
        this.panel.wanted = false;
    }

    async reload() {
        await this.model.root.load();
    }
}

class ReminderKanbanController extends KanbanController {
    static template = "tpe_dunning.ReminderKanbanView";
    static components = {...KanbanController.components, StartBanner};
}

registry.category("views").add("tpe_reminder_list", {
    ...listView,
    Controller: ReminderListController,
});
registry.category("views").add("tpe_reminder_kanban", {
    ...kanbanView,
    Controller: ReminderKanbanController,
});
