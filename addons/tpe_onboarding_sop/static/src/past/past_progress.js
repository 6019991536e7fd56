import {onWillUnmount} from "@odoo/owl";
import {registry} from "@web/core/registry";
import {
    ProgressBarField,
    progressBarField,
} from "@web/views/fields/progress_bar/progress_bar_field";

const EVERY = 2000;

/** How far the scheduled action is with a file: read again until it is over. */
export class PastProgress extends ProgressBarField {
    setup() {
        super.setup();
        const timer = setInterval(() => this.readAgain(), EVERY);
        onWillUnmount(() => clearInterval(timer));
    }

    async readAgain() {
        const {record} = this.props;
        if (["reading", "importing", "undoing"].includes(record.data.state)) {
            await record.load();
        }
    }
}

registry.category("fields").add("tpe_past_progress", {
    ...progressBarField,
    component: PastProgress,
});
