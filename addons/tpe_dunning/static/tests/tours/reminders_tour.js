import {registry} from "@web/core/registry";

const row = (name) => `.o_data_row:contains('${name}')`;
const panel = ".o_tpe_message_panel";

const chooses = (name) => [
    {
        content: `Choose ${name}`,
        trigger: `${row(name)} .o_data_cell[name=partner_id]`,
        run: "click",
    },
    {
        content: "The panel shows this customer",
        trigger: `${panel} h4:contains('${name}')`,
    },
];

registry.category("web_tour.tours").add("tpe_dunning_start", {
    steps: () => [
        {
            content: "Nothing leaves before a person starts",
            trigger: ".o_tpe_start_banner:contains('Nothing leaves yet')",
        },
        {
            content: "See who would be written to",
            trigger: ".o_tpe_start_banner button",
            run: "click",
        },
        {
            content: "The customer and the amount are shown",
            trigger:
                ".modal .o_data_row:contains('Bâtiments du Rhône'):contains('100')",
        },
        {
            content: "Start tomorrow",
            trigger: ".modal footer button[name=action_start]",
            run: "click",
        },
        {
            content: "Started",
            trigger: ".o_tpe_start_banner:contains('leave each morning')",
        },
    ],
});

registry.category("web_tour.tours").add("tpe_dunning_formal_notice", {
    steps: () => [
        ...chooses("Old Debt"),
        {
            content: "Read the exact message",
            trigger: `${panel} .o_tpe_message_body:contains('MISE EN DEMEURE'):contains('1344')`,
        },
        {
            content: "Interest and fee are computed",
            trigger: `${panel} .o_tpe_message_body:contains('40,00')`,
        },
        {
            content: "Approve it",
            trigger: `${panel} button[name=action_send]`,
            run: "click",
        },
        {
            content: "Confirm",
            trigger: ".modal footer .btn-primary",
            run: "click",
        },
        {
            content: "It is leaving",
            trigger: `${row("Old Debt")}:contains('Leaves within a minute')`,
        },
        {
            content: "Open the record",
            trigger: `${panel} button[name=open]`,
            run: "click",
        },
        {
            content: "The state is shown",
            trigger: ".o_arrow_button_current:contains('Leaving')",
        },
    ],
});

registry.category("web_tour.tours").add("tpe_dunning_monday", {
    steps: () => [
        {
            content: "What is worth most comes first, and its message is shown",
            trigger: `.o_data_row:first:contains('Bâtiments du Rhône')`,
        },
        {
            content: "What is held back stays, with the reason",
            trigger: `${row("Quarry")}.text-muted:contains('Disputed: Quality')`,
        },
        ...chooses("Bâtiments du Rhône"),
        {
            content: "The message is the one that would leave",
            trigger: `${panel} .o_tpe_message_body:contains('Bonjour')`,
        },
        ...chooses("Slow Payer"),
        {
            content: "He promises to pay",
            trigger: `${panel} button[name=action_promise]`,
            run: "click",
        },
        {
            content: "The invoices are filled in",
            trigger: ".modal .o_field_widget[name=move_ids] .o_data_row",
        },
        {
            content: "On the tenth",
            trigger: ".modal .o_field_widget[name=date] input",
            run: "edit 04/10/2026",
        },
        {
            content: "His words",
            trigger: ".modal .o_field_widget[name=text] textarea",
            run: "edit When the site is paid",
        },
        {
            content: "Save",
            trigger: ".modal .o_form_button_save",
            run: "click",
        },
        {
            content: "He waits, with the reason",
            trigger: `${row("Slow Payer")}.text-muted:contains('Promise to pay until')`,
        },
        {
            content: "The history tells it",
            trigger: `${panel}:contains('When the site is paid')`,
        },
        {
            content: "Send the others",
            trigger: ".o_tpe_start_banner button[name=send_all]:contains('1 customer')",
            run: "click",
        },
        {
            content: "The summary says who and how much before anything leaves",
            trigger: ".modal .o_data_row:contains('Bâtiments du Rhône')",
        },
        {
            content: "Send them",
            trigger: ".modal footer button[name=action_send_all]",
            run: "click",
        },
        {
            content: "It is leaving",
            trigger: `${row("Bâtiments du Rhône")}:contains('Leaves within a minute')`,
        },
        {
            content: "Nothing more to send",
            trigger: ".o_tpe_start_banner:not(:has(button[name=send_all]))",
        },
    ],
});

registry.category("web_tour.tours").add("tpe_dunning_panel_in_french", {
    steps: () => [
        ...chooses("Slow Payer"),
        {
            content: "Send it",
            trigger: `${panel} button[name=action_send]`,
            run: "click",
        },
        {
            content: "The panel knows: it can be held back, not sent twice",
            trigger: `${panel}:not(:has(button[name=action_send])) button[name=action_hold]`,
        },
        ...chooses("Quarry"),
        {
            content: "He complains",
            trigger: `${panel} button[name=action_dispute]`,
            run: "click",
        },
        {
            content: "The dialog speaks the language of the user",
            trigger: ".modal-title:contains('Litige')",
        },
        {
            content: "Not now",
            trigger: ".modal .o_form_button_cancel",
            run: "click",
        },
        {
            content: "Back to the list",
            trigger: `body:not(:has(.modal)) ${row("Quarry")}:not(.text-muted)`,
        },
    ],
});
