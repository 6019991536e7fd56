import {Component, useState} from "@odoo/owl";
import {formatMonetary} from "@web/views/fields/formatters";
import {useService} from "@web/core/utils/hooks";

const CENT = 0.005;

/** One line of the bank, in parts that a person looks for: items, accounts, partners. */
export class MatchByHand extends Component {
    static template = "tpe_bank.MatchByHand";
    static props = {
        line: Object,
        currency: Number,
        feeAccount: [Number, Boolean],
        busy: Boolean,
        onMatch: Function,
    };

    setup() {
        this.orm = useService("orm");
        this.state = useState({text: "", found: null, parts: []});
    }

    async find() {
        this.state.found = await this.orm.call("tpe.bank.match", "action_find", [
            this.props.line.id,
            this.state.text,
        ]);
    }

    get left() {
        let left = this.props.line.value;
        for (const part of this.state.parts) {
            left -= part.foreign ? this.props.line.value : part.amount;
        }
        return Math.abs(left) < CENT ? 0 : Math.round(left * 100) / 100;
    }

    get ready() {
        return this.state.parts.length && !this.left && !this.props.busy;
    }

    shown(value) {
        return formatMonetary(value, {currencyId: this.props.currency});
    }

    add(item) {
        const {left} = this;
        let amount = left;
        if (item.foreign) {
            amount = item.amount;
        } else if (item.type === "due" && Math.abs(item.amount) < Math.abs(left)) {
            amount = item.amount;
        }
        this.state.parts.push({...item, whole: item.amount, amount});
        this.state.found = null;
        this.state.text = "";
    }

    addFee() {
        this.add({type: "account", id: this.props.feeAccount, name: "", fee: true});
    }

    edit(part, text) {
        const value = Number(text.replace(/\s/g, "").replace(",", "."));
        if (!Number.isNaN(value)) {
            part.amount = value;
        }
    }

    payWhole(part) {
        part.amount = part.whole;
    }

    remove(part) {
        this.state.parts.splice(this.state.parts.indexOf(part), 1);
    }

    match() {
        this.props.onMatch(
            this.state.parts.map(({type, id, amount}) => ({[type]: id, amount})),
        );
    }
}
