import {Figures} from "@tpe_dunning/figures/figures";
import {registry} from "@web/core/registry";
import {whose} from "@tpe_base/whose";

/**
 * What the runs of procedures say: the step to rewrite first, then procedures and people.
 */
export class SopFigures extends Figures {
    static template = "tpe_onboarding_sop.Figures";
    static model = "tpe.sop.figures";

    setup() {
        super.setup();
        this.whose = whose();
    }

    async library() {
        await this.action.doAction("tpe_onboarding_sop.sop_action");
    }

    /** Width of a bar, the longest of the list being the whole. */
    width(row, value) {
        const all = this.state.page.procedures.flatMap((one) => [
            one.expected,
            one.median,
        ]);
        return `width: ${(100 * value) / Math.max(...all, 1)}%`;
    }
}

registry.category("actions").add("tpe_onboarding_sop.figures", SopFigures);
