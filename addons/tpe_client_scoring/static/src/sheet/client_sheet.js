import {Component, onWillStart, onWillUpdateProps, useState} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {readable} from "@tpe_base/readable";
import {registry} from "@web/core/registry";
import {standardWidgetProps} from "@web/views/widgets/standard_widget_props";
import {useService} from "@web/core/utils/hooks";

// A shape beside each colour: nobody has to tell red from green.
const SHAPES = {
    good: "fa-check-circle text-success",
    agreed: "fa-handshake-o text-info",
    watch: "fa-exclamation-triangle text-warning",
    toxic: "fa-times-circle text-danger",
    unknown: "fa-question-circle text-muted",
};
const BARS = {
    good: "bg-success",
    agreed: "bg-info",
    watch: "bg-warning",
    toxic: "bg-danger",
};
const TRENDS = {up: "fa-arrow-up", down: "fa-arrow-down", steady: "fa-arrow-right"};

/** What a customer brings or costs, why, what would mend it, and what a person decided. */
export class ClientSheet extends Component {
    static template = "tpe_client_scoring.ClientSheet";
    static props = {...standardWidgetProps};

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.state = useState({sheet: null});
        onWillStart(() => this.load(this.props));
        onWillUpdateProps((next) => this.load(next));
    }

    partnerId({record}) {
        return record.resModel === "res.partner"
            ? record.resId
            : record.data.partner_id && record.data.partner_id.id;
    }

    async load(props) {
        const partnerId = this.partnerId(props);
        this.state.sheet = partnerId
            ? await this.orm.call("tpe.client.score", "action_sheet", [partnerId])
            : null;
    }

    shape(bar) {
        return SHAPES[bar.status];
    }

    color(bar) {
        return BARS[bar.status] || "";
    }

    get trendShape() {
        return TRENDS[this.state.sheet.trend] || "fa-question";
    }

    async open(action, options = {}) {
        await this.action.doAction(readable(action), {
            ...options,
            onClose: () => this.load(this.props),
        });
    }

    async propose(kind) {
        const action = await this.orm.call("tpe.client.score", "action_propose", [
            [this.state.sheet.score_id],
            kind,
        ]);
        await this.open(action);
    }

    dialog(name, model, resId = false, context = {}) {
        return this.open({
            type: "ir.actions.act_window",
            name,
            res_model: model,
            res_id: resId || false,
            views: [[false, "form"]],
            target: "new",
            context,
        });
    }

    decide() {
        return this.dialog(_t("Decide"), "tpe.client.decide", false, {
            default_partner_id: this.state.sheet.partner_id,
        });
    }

    answer() {
        const {answers, partner_id: partner} = this.state.sheet;
        return this.dialog(
            _t("What you know of him"),
            "tpe.client.profile",
            answers.id,
            {
                default_partner_id: partner,
            },
        );
    }

    remedy(remedy) {
        return this.dialog(_t("Remedy"), "tpe.client.remedy", remedy.id);
    }

    letter(letterCase) {
        return this.open({
            type: "ir.actions.act_window",
            name: _t("Letter"),
            res_model: "tpe.client.letter",
            views: [[false, "form"]],
            context: {
                default_partner_id: this.state.sheet.partner_id,
                default_case: letterCase,
            },
        });
    }

    export() {
        return this.action.doAction({
            type: "ir.actions.act_url",
            url: `/tpe_client_scoring/person/${this.state.sheet.partner_id}.xlsx`,
            target: "download",
        });
    }
}

registry.category("view_widgets").add("tpe_client_sheet", {component: ClientSheet});
