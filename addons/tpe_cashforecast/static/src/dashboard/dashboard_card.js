import {Component} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";

/** A number: what it is called, where it comes from (a tap), what it means (« ? »). */
export class DashboardCard extends Component {
    static template = "tpe_cashforecast.DashboardCard";
    static props = {
        card: Object,
        open: Function,
        help: Function,
        large: {type: Boolean, optional: true},
    };

    get asking() {
        return _t("What does « %s » mean?", this.props.card.label);
    }
}
