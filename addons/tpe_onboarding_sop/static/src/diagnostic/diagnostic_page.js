import {
    Component,
    onWillStart,
    onWillUnmount,
    useExternalListener,
    useState,
} from "@odoo/owl";
import {deserializeDate, formatDate} from "@web/core/l10n/dates";
import {DiagnosticQuestion} from "./diagnostic_question";
import {DiagnosticResult} from "./diagnostic_result";
import {Layout} from "@web/search/layout";
import {Outbox} from "../run/outbox";
import {browser} from "@web/core/browser/browser";
import {readable} from "@tpe_base/readable";
import {registry} from "@web/core/registry";
import {standardActionServiceProps} from "@web/webclient/actions/action_service";
import {useService} from "@web/core/utils/hooks";
import {user} from "@web/core/user";
import {whose} from "@tpe_base/whose";

const MODEL = "tpe.diagnostic";
const SECOND = 1000;
// Nobody touches the screen for this long: the clock waits.
const IDLE_MS = 120 * SECOND;
// A tap that is on its way is not « no network » yet.
const PATIENCE_MS = 2500;

class DiagnosticOutbox extends Outbox {
    model = MODEL;

    told() {
        return {};
    }
}

/**
 * The diagnostic: what there is to do, one question a screen, then the result.
 *
 * An answer counts at once on the screen and is kept by the browser until the server has it.
 */
export class DiagnosticPage extends Component {
    static template = "tpe_onboarding_sop.DiagnosticPage";
    static components = {Layout, DiagnosticQuestion, DiagnosticResult};
    static props = {...standardActionServiceProps};

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.notification = useService("notification");
        this.display = {controlPanel: {}};
        this.whose = whose();
        const {params} = this.props.action;
        this.diagnosticId = this.props.resId || params?.diagnostic_id;
        this.state = useState({
            home: null,
            page: null,
            result: null,
            rank: 0,
            seconds: 0,
            paused: false,
            waitingSince: 0,
            waiting: 0,
            clock: Date.now(),
            invited: "",
        });
        this.touched = Date.now();
        const clock = browser.setInterval(() => this.tick(), SECOND);
        useExternalListener(browser, "online", () => this.outbox?.send());
        useExternalListener(document, "visibilitychange", () => this.keepTime());
        for (const event of ["keydown", "pointerdown", "scroll"]) {
            useExternalListener(window, event, () => (this.touched = Date.now()), {
                capture: true,
            });
        }
        onWillStart(() => this.open(this.diagnosticId));
        onWillUnmount(() => {
            browser.clearInterval(clock);
            this.keepTime();
            this.outbox?.stop();
        });
    }

    /** The page of a diagnostic, or what there is to do. */
    async open(id) {
        this.diagnosticId = id;
        this.outbox?.stop();
        this.outbox = null;
        Object.assign(this.state, {home: null, page: null, result: null});
        this.props.updateActionState?.({resId: id || false});
        if (!id) {
            this.state.home = await this.orm.call(MODEL, "action_home", []);
            return;
        }
        this.outbox = new DiagnosticOutbox(
            this.orm,
            `diagnostic_${id}_${user.userId}`,
            {
                onPage: () => {},
                onRefused: (words) => this.refused(words),
                onChange: (count) => this.waits(count),
            },
        );
        await this.outbox.send();
        await this.load();
    }

    async load() {
        const page = await this.orm.call(MODEL, "action_page", [[this.diagnosticId]]);
        const first = !this.state.page;
        this.receive(page);
        if (first) {
            this.state.seconds = Math.max(this.state.seconds, page.seconds);
            this.state.rank = Math.max(
                this.questions.findIndex(({key}) => key === page.position),
                page.position === "end" ? this.questions.length : 0,
            );
        }
        if (page.reads && (page.state === "done" || !page.answers)) {
            await this.showResult();
        }
    }

    receive(page) {
        this.state.page = page;
    }

    async showResult() {
        this.state.result = await this.orm.call(MODEL, "action_result", [
            [this.diagnosticId],
        ]);
    }

    waits(count) {
        if (!count) {
            this.state.waitingSince = 0;
        } else if (!this.state.waitingSince) {
            this.state.waitingSince = Date.now();
        }
        this.state.waiting = count;
    }

    get offline() {
        const {clock, waiting, waitingSince} = this.state;
        return waiting && clock - waitingSince > PATIENCE_MS;
    }

    refused(words) {
        this.notification.add(words, {type: "danger", sticky: true});
        return this.load();
    }

    // The clock: only what is really spent here.

    get counting() {
        return (
            this.state.page?.state === "open" &&
            this.state.page.answers &&
            !this.state.result &&
            !this.state.paused &&
            !document.hidden &&
            Date.now() - this.touched < IDLE_MS
        );
    }

    tick() {
        this.state.clock = Date.now();
        if (this.counting) {
            this.state.seconds += 1;
        }
    }

    get minutes() {
        return Math.floor(this.state.seconds / 60);
    }

    /** Before the page goes: where the person is, and how long it took. */
    keepTime() {
        const {page, result} = this.state;
        if (page?.state === "open" && page.answers && !result) {
            this.send("action_pause", [], {});
        }
    }

    pause() {
        this.state.paused = !this.state.paused;
        this.keepTime();
    }

    // Questions.

    get questions() {
        return this.state.page.questions;
    }

    get question() {
        return this.questions[this.state.rank];
    }

    get position() {
        return this.question ? this.question.key : "end";
    }

    get asked() {
        return this.questions.filter((question) => !question.computed);
    }

    get left() {
        return this.asked.filter((question) => !question.answered);
    }

    /** Axes with how many of their questions are behind. */
    get axes() {
        return this.state.page.axes
            .map(([code, label]) => {
                const own = this.questions.filter((question) => question.axis === code);
                const done = own.filter(
                    (question) =>
                        question.answered &&
                        (!question.computed ||
                            this.questions.indexOf(question) < this.state.rank),
                );
                return {code, label, all: own.length, done: done.length};
            })
            .filter((axis) => axis.all);
    }

    get axis() {
        return this.axes.find((axis) => axis.code === this.question?.axis);
    }

    show(rank) {
        this.state.rank = Math.min(Math.max(rank, 0), this.questions.length);
        this.state.paused = false;
    }

    move(by) {
        this.show(this.state.rank + by);
    }

    /** Past all that the books do not know yet: a new firm has nothing to look at there. */
    skip() {
        const next = this.questions.findIndex(
            ({known, computed}, rank) => rank > this.state.rank && (known || !computed),
        );
        this.show(next < 0 ? this.questions.length : next);
    }

    showAxis(code) {
        this.show(this.questions.findIndex((question) => question.axis === code));
    }

    showLeft() {
        this.show(this.questions.indexOf(this.left[0]));
    }

    send(method, args, values) {
        return this.outbox?.add(method, this.diagnosticId, args, {
            ...values,
            position: this.position,
            seconds: Math.round(this.state.seconds),
        });
    }

    /** Shown as answered at once, then told to the server, sooner or later. */
    answer({choice = false, value = null, note = ""}) {
        const {question} = this;
        const known = Boolean(choice) || value !== null;
        Object.assign(question, {choice, value, note, known, answered: true});
        this.move(1);
        return this.send("action_answer", [question.key], {
            choice_id: choice,
            value,
            note,
        });
    }

    async correct({value, reason}) {
        this.receive(
            await this.orm.call(MODEL, "action_correct", [
                [this.diagnosticId],
                this.question.key,
                value,
                reason,
            ]),
        );
    }

    async uncorrect() {
        this.receive(
            await this.orm.call(MODEL, "action_uncorrect", [
                [this.diagnosticId],
                this.question.key,
            ]),
        );
    }

    see(action) {
        return this.action.doAction(readable(action));
    }

    // Around the questions.

    async begin() {
        const action = await this.orm.call(MODEL, "action_begin", []);
        await this.open(action.params.diagnostic_id);
    }

    async invite() {
        const id = Number(this.state.invited);
        if (id) {
            this.state.invited = "";
            this.receive(
                await this.orm.call(MODEL, "action_invite", [
                    [this.diagnosticId],
                    [id],
                ]),
            );
        }
    }

    async handIn() {
        await this.outbox.send();
        this.receive(
            await this.orm.call(MODEL, "action_hand_in", [[this.diagnosticId]]),
        );
    }

    async finish() {
        await this.outbox.send();
        this.state.result = await this.orm.call(MODEL, "action_finish", [
            [this.diagnosticId],
        ]);
        this.state.page.state = "done";
    }

    /** Score, cards and figures as they are now, after something was started. */
    async start(method, card) {
        const action = await this.orm.call("tpe.diagnostic.action", method, [
            [card.id],
        ]);
        if (action?.type) {
            await this.action.doAction(readable(action), {
                onClose: () => this.showResult(),
            });
        } else {
            await this.showResult();
        }
    }

    day(head) {
        return formatDate(deserializeDate(head.day));
    }
}

registry.category("actions").add("tpe_onboarding_sop.diagnostic", DiagnosticPage);
