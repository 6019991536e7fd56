import {Component} from "@odoo/owl";
import {Dialog} from "@web/core/dialog/dialog";

/** What each number means; the one that was asked about comes first. */
export class DashboardHelp extends Component {
    static template = "tpe_cashforecast.DashboardHelp";
    static components = {Dialog};
    static props = {
        figures: Array,
        asked: {type: String, optional: true},
        close: Function,
    };

    get figures() {
        const asked = this.props.figures.filter((f) => f.code === this.props.asked);
        return [...asked, ...this.props.figures.filter((f) => !asked.includes(f))];
    }
}
