import {registry} from "@web/core/registry";
import {KanbanController} from "@web/views/kanban/kanban_controller";
import {kanbanView} from "@web/views/kanban/kanban_view";
import {ListController} from "@web/views/list/list_controller";
import {listView} from "@web/views/list/list_view";

import {StartBanner} from "./start_banner";

class ReminderListController extends ListController {
    static template = "tpe_dunning.ReminderListView";
    static components = {...ListController.components, StartBanner};
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
