import {Component, useState} from "@odoo/owl";
import {deserializeDate, formatDate} from "@web/core/l10n/dates";
import {DiagnosticRadar} from "./diagnostic_radar";

/** The lowest axis first, then figures that hurt and the plan; how a score is made is one tap away. */
export class DiagnosticResult extends Component {
    static template = "tpe_onboarding_sop.DiagnosticResult";
    static components = {DiagnosticRadar};
    static props = {
        result: Object,
        onSee: Function,
        onStart: Function,
        onQuestions: {type: Function, optional: true},
    };

    setup() {
        this.state = useState({open: ""});
    }

    toggle(code) {
        this.state.open = this.state.open === code ? "" : code;
    }

    /** From the large one to the row that says how it is made. */
    explain(code) {
        this.state.open = code;
        document
            .querySelector(`.o_tpe_axis[data-axis="${code}"]`)
            ?.scrollIntoView({block: "center"});
    }

    get cards() {
        return this.props.result.phases.flatMap((phase) => phase.cards);
    }

    date(day) {
        return formatDate(deserializeDate(day));
    }
}
