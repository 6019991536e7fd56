import {Component} from "@odoo/owl";

/** A number: what it is called, where it comes from (a tap), what it means (« ? »). */
export class DashboardCard extends Component {
    static template = "tpe_cashforecast.DashboardCard";
    static props = {
        card: Object,
        open: Function,
        help: Function,
        large: {type: Boolean, optional: true},
    };
}
