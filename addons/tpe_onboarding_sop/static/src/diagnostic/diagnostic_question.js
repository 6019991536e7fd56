import {
    Component,
    onWillUpdateProps,
    useEffect,
    useExternalListener,
    useRef,
    useState,
} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {localization} from "@web/core/l10n/localization";
import {parseFloat} from "@web/views/fields/parsers";

const FIELDS = "input, textarea, select, [contenteditable=true]";

/** One question, alone on the screen: a tap or a key answers it. */
export class DiagnosticQuestion extends Component {
    static template = "tpe_onboarding_sop.DiagnosticQuestion";
    static props = {
        question: Object,
        rank: Number,
        count: Number,
        open: Boolean,
        onAnswer: Function,
        onCorrect: Function,
        onUncorrect: Function,
        onSee: Function,
        onMove: Function,
        onSkip: Function,
    };

    setup() {
        this.choices = useRef("choices");
        this.title = useRef("title");
        // A new screen: keys answer it, whatever was tapped before, and it is read aloud.
        useEffect(
            () => this.title.el.focus(),
            () => [this.props.question.key],
        );
        this.state = useState(this.fresh(this.props.question));
        onWillUpdateProps(({question}) => {
            if (
                question.key !== this.props.question.key ||
                question.said !== this.props.question.said
            ) {
                Object.assign(this.state, this.fresh(question));
            }
        });
        useExternalListener(window, "keydown", (event) => this.key(event));
    }

    fresh(question) {
        const {value, known, named} = question;
        const note = question.note || this.proposal(question).name;
        return {
            value: known ? String(value).replace(".", localization.decimalPoint) : "",
            note: note || "",
            noting: Boolean(note) && !named,
            correcting: false,
            reason: question.reason || "",
            wrong: "",
        };
    }

    /** What is known already, until the person answers. */
    proposal(question) {
        return (!question.answered && question.proposal) || {};
    }

    get proposed() {
        const {question} = this.props;
        const {choice: id} = this.proposal(question);
        return id && question.choices.find((choice) => choice.id === id);
    }

    get units() {
        return {
            days: _t("days"),
            percent: "%",
            hours: _t("hours a week"),
            money: "€",
            number: "",
            yes_no: "",
        };
    }

    /** Keys of whoever has one: a number chooses, arrows move, Enter goes on. */
    key(event) {
        const typing = event.target.closest?.(FIELDS);
        if (event.ctrlKey || event.altKey || event.metaKey || typing) {
            return;
        }
        const {question, open, onMove} = this.props;
        const choice = question.choices?.[Number(event.key) - 1];
        const acts = {
            ArrowLeft: () => onMove(-1),
            ArrowRight: () => onMove(1),
            ArrowUp: () => this.walk(-1),
            ArrowDown: () => this.walk(1),
        };
        if (choice && open) {
            this.choose(choice);
        } else if (acts[event.key]) {
            acts[event.key]();
        } else if (event.key === "Enter" && !event.target.closest?.("button, a")) {
            this.goOn();
        } else {
            return;
        }
        event.preventDefault();
    }

    /** What is proposed is taken; the rest is left for later. */
    goOn() {
        const {question, open, onMove, onSkip} = this.props;
        if (this.proposed && open) {
            this.choose(this.proposed);
        } else if (question.computed && !question.known) {
            onSkip();
        } else {
            onMove(1);
        }
    }

    /** Arrows walk over the answers; Enter takes the one that is held. */
    walk(by) {
        const buttons = [...(this.choices.el?.querySelectorAll("button") || [])];
        if (buttons.length) {
            const held = buttons.indexOf(document.activeElement);
            const next = held < 0 && by < 0 ? 0 : held + by;
            buttons[(next + buttons.length) % buttons.length].focus();
        }
    }

    choose(choice) {
        this.props.onAnswer({choice: choice.id, note: this.state.note});
    }

    doNotKnow() {
        this.props.onAnswer({note: this.state.note});
    }

    /** The number typed, or null when it is none. */
    number() {
        this.state.wrong = "";
        if (String(this.state.value).trim() === "") {
            this.state.wrong = _t("Type a number.");
            return null;
        }
        try {
            return parseFloat(String(this.state.value));
        } catch {
            this.state.wrong = _t("This is not a number.");
            return null;
        }
    }

    type() {
        const value = this.number();
        if (value !== null) {
            this.props.onAnswer({value, note: this.state.note});
        }
    }

    async correct() {
        const value =
            this.props.question.unit === "yes_no"
                ? Number(this.state.value)
                : this.number();
        if (value === null) {
            return;
        }
        if (!this.state.reason.trim()) {
            this.state.wrong = _t("Say why: whoever reads the result will ask.");
            return;
        }
        await this.props.onCorrect({value, reason: this.state.reason});
        this.state.correcting = false;
    }
}
