import {registry} from "@web/core/registry";

const tours = registry.category("web_tour.tours");
const at = (key, rest = "") => `.o_tpe_question[data-key=${key}] ${rest}`.trim();
const sent = {
    content: "Everything has reached the server",
    trigger: ".o_tpe_diagnostic[data-waiting='0']",
};

tours.add("tpe_onboarding_sop_diagnostic_begin", {
    steps: () => [
        {content: "Begin", trigger: ".o_tpe_begin", run: "click"},
        {
            content: "A tap answers",
            trigger: at(
                "ideal_customer",
                ".o_tpe_choice:contains('nothing is written')",
            ),
            run: "click",
        },
        {
            content: "The books answer by themselves, with their proof",
            trigger: at("dependency", ".o_tpe_proof:contains('3 records')"),
        },
        {content: "Correct", trigger: at("dependency", ".o_tpe_correct"), run: "click"},
        {
            content: "Another figure",
            trigger: at("dependency", ".o_tpe_corrected"),
            run: "edit 30",
        },
        {content: "No reason yet", trigger: ".o_tpe_keep", run: "click"},
        {content: "It is asked for", trigger: ".o_tpe_correcting [role=alert]"},
        {
            content: "The reason",
            trigger: ".o_tpe_reason",
            run: "edit One contract ends in May",
        },
        {content: "Keep it", trigger: ".o_tpe_keep", run: "click"},
        {
            content: "Both figures can be read",
            trigger: ".o_tpe_books:contains('30'):contains('40'):contains('May')",
        },
        {content: "Next", trigger: at("dependency", ".o_tpe_right"), run: "click"},
        {content: "Right", trigger: at("margin_known", ".o_tpe_right"), run: "click"},
        {
            content: "A key answers",
            trigger: at("price_raise", "h3"),
            run: "press 2",
        },
        {content: "The next question", trigger: at("dso")},
        sent,
    ],
});

tours.add("tpe_onboarding_sop_diagnostic_go_on", {
    steps: () => [
        {content: "Go on", trigger: ".o_tpe_go_on", run: "click"},
        {content: "Where it stopped", trigger: at("dso")},
        {
            content: "The last part",
            trigger: ".o_tpe_to_axis:last",
            run: "click",
        },
        ...[
            "pre_written",
            "pre_clean",
            "pre_lead",
            "pre_stop",
            "sig_twice",
            "sig_search",
        ].map((key) => ({
            content: key,
            trigger: at(key, ".o_tpe_choice:first"),
            run: "click",
        })),
        {content: "Unknown", trigger: at("sig_cost", ".o_tpe_unknown"), run: "click"},
        {content: "Some are left", trigger: ".o_tpe_end .o_tpe_left"},
        sent,
        {content: "Finish", trigger: ".o_tpe_finish", run: "click"},
        {
            content: "The lowest axis first",
            trigger: ".o_tpe_lowest:contains('Customers and receivables')",
        },
        {
            content: "How it is made",
            trigger: ".o_tpe_lowest button",
            run: "click",
        },
        {
            content: "Answers, points and weights",
            trigger: ".o_tpe_how:contains('33'):contains('Points')",
        },
        {
            content: "Everything into one tool",
            trigger: ".o_tpe_readiness:contains('now')",
        },
    ],
});
