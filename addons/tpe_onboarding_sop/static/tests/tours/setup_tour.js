import {registry} from "@web/core/registry";

const at = (key, rest = "") => `.o_tpe_question[data-key=${key}] ${rest}`.trim();
const field = (name) => `.o_field_widget[name=${name}] input`;
const shown = (step) => ({
    content: `The step « ${step} »`,
    trigger: `.o_form_view .o_field_widget[name=where]:contains('Step ${step} of 8')`,
});
const press = (name) => ({
    content: name,
    trigger: `.o_form_view button[name=${name}]:visible`,
    run: "click",
});
const type = (name, words) => ({
    content: name,
    trigger: field(name),
    run: `edit ${words}`,
});

registry.category("web_tour.tours").add("tpe_onboarding_sop_setup", {
    steps: () => [
        shown(1),
        type("company_registry", "73282932000075"),
        type("vat", "FR44732829320"),
        press("action_next"),
        {
            content: "A wrong SIRET says what to do",
            trigger: ".modal:contains('leave it empty for now')",
        },
        {content: "Close", trigger: ".modal .modal-footer button", run: "click"},
        {
            content: "What was typed is still there",
            trigger: `${field("vat")}:value(FR44732829320)`,
        },
        type("company_registry", "73282932000074"),
        press("action_next"),
        shown(2),
        type("city", "Lyon"),
        press("action_next"),
        shown(3),
        press("action_next"),
        shown(4),
        press("action_skip"),
        shown(5),
        type("threshold", "5000"),
        press("action_next"),
        shown(6),
        {
            content: "Somebody",
            trigger:
                ".o_field_x2many_list_row_add a, .o-kanban-button-new, .o_field_x2many button:contains('Add')",
            run: "click",
        },
        {
            content: "Name",
            trigger: ".modal .o_field_widget[name=name] input",
            run: "edit Nadia Petit",
        },
        {
            content: "E-mail",
            trigger: ".modal .o_field_widget[name=email] input",
            run: "edit nadia@example.com",
        },
        {
            content: "Save",
            trigger: ".modal .o_form_button_save",
            run: "click",
        },
        {
            content: "She is there",
            trigger: ".o_field_widget[name=person_ids]:contains('Nadia Petit')",
        },
        press("action_next"),
        shown(7),
        press("action_back"),
        shown(6),
        press("action_next"),
        shown(7),
        {
            content: "No platform yet",
            trigger: ".o_field_widget[name=platform_said] input[data-value=no]",
            run: "click",
        },
        press("action_next"),
        shown(8),
        {
            content: "What was left for later",
            trigger: ".o_field_widget[name=summary]:contains('left for later')",
        },
        press("action_diagnostic"),
        {
            content: "The worst answer",
            trigger: at("ideal_customer", ".o_tpe_choice:last"),
            run: "click",
        },
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
            trigger: at(key, ".o_tpe_choice:last"),
            run: "click",
        })),
        {content: "Unknown", trigger: at("sig_cost", ".o_tpe_unknown"), run: "click"},
        {content: "Some are left", trigger: ".o_tpe_end .o_tpe_left"},
        {
            content: "Everything has reached the server",
            trigger: ".o_tpe_diagnostic[data-waiting='0']",
        },
        {content: "Finish", trigger: ".o_tpe_finish", run: "click"},
        {content: "The plan", trigger: ".o_tpe_plan .o_tpe_card"},
        {
            content: "Start the first action",
            trigger: ".o_tpe_plan .o_tpe_start:first",
            run: "click",
        },
        {
            content: "It opened its screen",
            trigger: ".o_web_client:not(:has(.o_tpe_diagnostic)) .o_back_button",
        },
        {
            content: "Whose words are no tags",
            trigger: ".o_action_manager:not(:contains('<p'))",
        },
        {
            content: "Back to the plan",
            trigger: ".o_back_button",
            run: "click",
        },
        {
            content: "Done",
            trigger:
                ".o_tpe_card:has(.badge:contains('Started')) .o_tpe_card_done:first",
            run: "click",
        },
        {
            content: "It is done",
            trigger: ".o_tpe_card .badge:contains('Done')",
        },
    ],
});
