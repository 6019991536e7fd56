import {Component, onWillStart, useState} from "@odoo/owl";
import {Layout} from "@web/search/layout";
import {registry} from "@web/core/registry";
import {standardActionServiceProps} from "@web/webclient/actions/action_service";
import {useService} from "@web/core/utils/hooks";

/** Two diagnostics side by side: what the plan changed. */
export class DiagnosticCompare extends Component {
    static template = "tpe_onboarding_sop.DiagnosticCompare";
    static components = {Layout};
    static props = {...standardActionServiceProps};

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.display = {controlPanel: {}};
        const {params, context} = this.props.action;
        this.diagnosticId =
            this.props.resId || params?.diagnostic_id || context?.active_id;
        this.state = useState({page: null});
        onWillStart(async () => {
            if (!this.diagnosticId) {
                return;
            }
            this.props.updateActionState?.({resId: this.diagnosticId});
            this.state.page = await this.orm.call(
                "tpe.diagnostic",
                "action_compare_page",
                [[this.diagnosticId]],
            );
        });
    }

    /** A difference with its sign. */
    signed(value) {
        return value > 0 ? `+${value}` : `${value}`.replace("-", "−");
    }

    tone(better) {
        if (better === null) {
            return "text-bg-secondary";
        }
        return better ? "text-bg-success" : "text-bg-warning";
    }

    async open(model, id) {
        await this.action.doAction({
            type: "ir.actions.act_window",
            res_model: model,
            res_id: id,
            views: [[false, "form"]],
        });
    }

    async plan() {
        await this.action.doAction("tpe_onboarding_sop.diagnostic_action_action");
    }
}

registry
    .category("actions")
    .add("tpe_onboarding_sop.diagnostic_compare", DiagnosticCompare);
