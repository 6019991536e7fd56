import {Component, onWillStart, useState} from "@odoo/owl";
import {Layout} from "@web/search/layout";
import {_t} from "@web/core/l10n/translation";
import {formatMonetary} from "@web/views/fields/formatters";
import {MatchByHand} from "./match_by_hand";
import {registry} from "@web/core/registry";
import {standardActionServiceProps} from "@web/webclient/actions/action_service";
import {useService} from "@web/core/utils/hooks";

/**
 * The unmatched lines of a bank: those that are sure together, the others one at a time.
 * Each step is one call, which answers with the whole page.
 */
export class Match extends Component {
    static template = "tpe_bank.Match";
    static components = {Layout, MatchByHand};
    static props = {...standardActionServiceProps};

    setup() {
        this.orm = useService("orm");
        this.notification = useService("notification");
        this.display = {controlPanel: {}};
        this.state = useState({
            page: null,
            busy: false,
            unticked: {},
            later: [],
            byHand: false,
            // How far a long acceptance is.
            accepting: null,
        });
        const {params, context} = this.props.action;
        onWillStart(() =>
            this.call("action_page", [
                params?.journal_id || context?.journal_id || false,
            ]),
        );
    }

    async call(method, args) {
        if (this.state.busy) {
            return;
        }
        this.state.busy = true;
        try {
            this.state.page = await this.orm.call("tpe.bank.match", method, args);
            this.state.byHand = false;
        } finally {
            this.state.busy = false;
        }
    }

    get sure() {
        return this.state.page.lines.filter((line) => line.sure);
    }

    get ticked() {
        return this.sure.filter((line) => !this.state.unticked[line.id]);
    }

    /** The lines to look at one by one; what was put off comes last. */
    get others() {
        const {later, page} = this.state;
        const rank = (line) => later.indexOf(line.id);
        return page.lines
            .filter((line) => !line.sure)
            .sort((one, other) => rank(one) - rank(other));
    }

    get current() {
        return this.others[0];
    }

    /** Where nothing is proposed there is nothing to choose but to look for it. */
    get searching() {
        const {byHand, page} = this.state;
        const {locked, proposals} = this.current;
        return page.may && !locked && (byHand || !proposals.length);
    }

    money(lines, sign = 0) {
        let total = 0;
        for (const {total: value} of lines) {
            if (!sign || value * sign > 0) {
                total += Math.abs(value);
            }
        }
        return formatMonetary(total, {currencyId: this.state.page.currency});
    }

    tick(line) {
        this.state.unticked[line.id] = !this.state.unticked[line.id];
    }

    choose(journalId) {
        this.state.later = [];
        return this.call("action_page", [journalId]);
    }

    async acceptAll() {
        await this.accept(this.ticked.map((line) => [line.id, line.proposals[0].key]));
    }

    acceptOne(line, proposal) {
        return this.accept([[line.id, proposal.key]]);
    }

    /** The server matches for some seconds, then says what to ask for next. */
    async accept(chosen) {
        if (this.state.busy) {
            return;
        }
        const {journal} = this.state.page;
        let rest = chosen;
        let left = 0;
        this.state.busy = true;
        try {
            while (rest) {
                this.state.accepting = {
                    done: chosen.length - rest.length,
                    all: chosen.length,
                };
                const answer = await this.orm.call("tpe.bank.match", "action_accept", [
                    journal,
                    rest,
                ]);
                left += answer.left;
                rest = answer.rest;
                if (!rest) {
                    this.state.page = answer;
                    this.state.byHand = false;
                }
            }
        } catch (error) {
            // What was matched before it is.
            this.state.page = await this.orm.call("tpe.bank.match", "action_page", [
                journal,
            ]);
            throw error;
        } finally {
            this.state.busy = false;
            this.state.accepting = null;
        }
        if (left) {
            this.notification.add(
                _t("Lines that changed meanwhile and were left: %s", left),
                {type: "warning"},
            );
        }
    }

    match(parts) {
        return this.call("action_match", [
            this.state.page.journal,
            this.current.id,
            parts,
        ]);
    }

    undo(line) {
        return this.call("action_undo", [this.state.page.journal, line.id]);
    }

    startByHand() {
        this.state.byHand = true;
    }

    notNow() {
        const {id} = this.current;
        this.state.later = [...this.state.later.filter((one) => one !== id), id];
        this.state.byHand = false;
    }
}

registry.category("actions").add("tpe_bank.match", Match);
