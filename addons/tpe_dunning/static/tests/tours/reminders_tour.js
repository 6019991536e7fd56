import {registry} from "@web/core/registry";

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
        {
            content: "Open the formal notice",
            trigger: ".o_data_row:contains('Old Debt') .o_data_cell[name=partner_id]",
            run: "click",
        },
        {
            content: "Read the exact message",
            trigger: ".o_field_widget[name=preview_body]:contains('MISE EN DEMEURE')",
        },
        {
            content: "Approve it",
            trigger: ".o_statusbar_buttons button[name=action_send]:visible",
            run: "click",
        },
        {
            content: "Confirm",
            trigger: ".modal footer .btn-primary",
            run: "click",
        },
        {
            content: "It is leaving",
            trigger: ".o_arrow_button_current:contains('Leaving')",
        },
    ],
});
