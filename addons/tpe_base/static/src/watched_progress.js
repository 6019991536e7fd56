import {
    ProgressBarField,
    progressBarField,
} from "@web/views/fields/progress_bar/progress_bar_field";
import {onWillUnmount} from "@odoo/owl";
import {registry} from "@web/core/registry";

const EVERY = 2000;

/**
 * The progress of what a scheduled action does: the record is read again while its state
 * is one of the option `running`.
 */
export class WatchedProgress extends ProgressBarField {
    static props = {...ProgressBarField.props, running: Array};

    setup() {
        super.setup();
        const timer = setInterval(() => this.readAgain(), EVERY);
        onWillUnmount(() => clearInterval(timer));
    }

    async readAgain() {
        const {record, running} = this.props;
        if (running.includes(record.data.state)) {
            await record.load();
        }
    }
}

registry.category("fields").add("tpe_watched_progress", {
    ...progressBarField,
    component: WatchedProgress,
    extractProps: (info) => ({
        ...progressBarField.extractProps(info),
        running: info.options.running,
    }),
});
