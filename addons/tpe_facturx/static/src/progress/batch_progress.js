import {onWillUnmount} from "@odoo/owl";
import {registry} from "@web/core/registry";
import {
    ProgressBarField,
    progressBarField,
} from "@web/views/fields/progress_bar/progress_bar_field";

const EVERY = 3000;

/** The progress of what is made in the background: read again until it is over. */
export class BatchProgress extends ProgressBarField {
    setup() {
        super.setup();
        this.timer = setInterval(() => this.readAgain(), EVERY);
        onWillUnmount(() => clearInterval(this.timer));
    }

    async readAgain() {
        const {record} = this.props;
        if (["queued", "running"].includes(record.data.state)) {
            await record.load();
        } else {
            clearInterval(this.timer);
        }
    }
}

registry.category("fields").add("tpe_facturx_progress", {
    ...progressBarField,
    component: BatchProgress,
});
