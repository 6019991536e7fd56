import {Component, onWillStart, useState} from "@odoo/owl";
import {Layout} from "@web/search/layout";
import {registry} from "@web/core/registry";
import {standardActionServiceProps} from "@web/webclient/actions/action_service";
import {useService} from "@web/core/utils/hooks";

/**
 * What the runs of procedures say: the step to rewrite first, then procedures and people.
 */
export class SopFigures extends Component {
    static template = "tpe_onboarding_sop.Figures";
    static components = {Layout};
    static props = {...standardActionServiceProps};

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.state = useState({page: null});
        this.display = {controlPanel: {}};
        onWillStart(async () => {
            this.state.page = await this.orm.call(
                "tpe.sop.figures",
                "action_figures",
                [],
            );
        });
    }

    async open(row) {
        await this.action.doAction(row.action);
    }

    async library() {
        await this.action.doAction("tpe_onboarding_sop.sop_action");
    }

    /** Width of a bar, the longest of the list being the whole. */
    width(row, value) {
        const all = this.state.page.procedures.flatMap((one) => [
            one.expected,
            one.median,
        ]);
        return `width: ${(100 * value) / Math.max(...all, 1)}%`;
    }
}

registry.category("actions").add("tpe_onboarding_sop.figures", SopFigures);
