import {Component} from "@odoo/owl";
import {readable} from "@tpe_base/readable";
import {registry} from "@web/core/registry";
import {useService} from "@web/core/utils/hooks";
import {standardFieldProps} from "@web/views/fields/standard_field_props";

const TONES = {
    success: ["fa-check-circle", "text-success"],
    warning: ["fa-exclamation-triangle", "text-warning"],
    muted: ["fa-file-text-o", "text-muted"],
};

/** The quiet line under the status bar: conforming, or what to mend with its button. */
export class FacturxLine extends Component {
    static template = "tpe_facturx.Line";
    static props = {...standardFieldProps};

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
    }

    get line() {
        return this.props.record.data[this.props.name] || {};
    }

    get icon() {
        return (TONES[this.line.tone] || TONES.muted).join(" ");
    }

    async mend(key) {
        if (!(await this.props.record.save())) {
            return;
        }
        const {resId} = this.props.record;
        const action = await this.orm.call("account.move", "action_tpe_facturx_mend", [
            [resId],
            key,
        ]);
        if (action) {
            await this.action.doAction(readable(action));
        } else {
            await this.props.record.load();
        }
    }

    async check() {
        const {resId} = this.props.record;
        await this.orm.call("account.move", "action_tpe_facturx_check", [[resId]]);
        await this.props.record.load();
    }
}

registry.category("fields").add("tpe_facturx_line", {
    component: FacturxLine,
    supportedTypes: ["json"],
});
