import {registry} from "@web/core/registry";

const tours = registry.category("web_tour.tours");

const morning = [
    {
        content: "The name of the person",
        trigger: ".o_tpe_dashboard h1:contains('Hello Claire')",
    },
    {
        content: "The cash, in large",
        trigger: "[data-figure=cash]:contains('10,000')",
    },
    {
        content: "The low point against the threshold, in words",
        trigger: "[data-figure=low_point]:contains('above your threshold')",
    },
    {
        content: "The curve is drawn",
        trigger: "[data-part=curve] canvas",
    },
    {
        content: "What is this number?",
        trigger: "[data-figure=cover] button:contains('?')",
        run: "click",
    },
    {
        content: "The one asked about comes first",
        trigger: ".modal dl dt:first:contains('Cover')",
    },
    {
        content: "Close",
        trigger: ".modal footer button:contains('Close')",
        run: "click",
    },
    {
        content: "Prudent",
        trigger: "button[data-kind=pessimistic]",
        run: "click",
    },
    {
        content: "It is the chosen one",
        trigger: "button[data-kind=pessimistic][aria-pressed=true]",
    },
    {
        content: "What if",
        trigger: "[data-part=what-if] summary",
        run: "click",
    },
    {
        content: "Customers pay a month later",
        trigger: "[data-part=what-if] input[name=days_late]",
        run: "range 30",
    },
    {
        content: "Said in words",
        trigger: "[data-part=what-if] strong:contains('30')",
    },
    {
        content: "Back",
        trigger: "[data-part=what-if] button:contains('Back to what the books say')",
        run: "click",
    },
    {
        content: "Realistic again",
        trigger: "button[data-kind=realistic][aria-pressed=true]",
    },
    {
        content: "Who to chase",
        trigger:
            "[data-thing=customer]:contains('Bâtiments du Rhône'):contains('1,200')",
    },
    {
        content: "Week by week",
        trigger: "[data-part=weeks] summary",
        run: "click",
    },
    {
        content: "Open the second week",
        trigger: "[data-week='2'] button",
        run: "click",
    },
];

tours.add("tpe_cashforecast_morning", {
    steps: () => [
        ...morning,
        {
            content: "Its lines, with the column of that week",
            trigger: ".o_list_view th[data-name=week_02]",
        },
        {
            content: "Not that of another week",
            trigger: ".o_list_view:not(:has(th[data-name=week_03])) .o_data_row",
        },
        {
            content: "Home again, by the menu",
            trigger: ".o_menu_sections a:contains('Dashboard')",
            run: "click",
        },
        {
            content: "Open the customer to chase",
            trigger: "[data-thing=customer] button",
            run: "click",
        },
        {
            content: "His reminder",
            trigger: ".o_form_view:contains('Bâtiments du Rhône')",
        },
    ],
});

tours.add("tpe_cashforecast_morning_phone", {
    steps: () => [
        ...morning,
        {
            content: "The lines of that week",
            trigger: ".o_action_manager:contains('Bâtiments du Rhône')",
        },
    ],
});

tours.add("tpe_cashforecast_empty", {
    steps: () => [
        {
            content: "Three lines say what to connect",
            trigger: "[data-part=steps] li:nth-child(3)",
        },
        {
            content: "The curve is an example, and says so",
            trigger: "[data-part=sample]:contains('Example') canvas",
        },
        {
            content: "Connect the bank",
            trigger: "[data-part=steps] button:contains('Connect the bank')",
            run: "click",
        },
        {
            content: "The journals",
            trigger: ".o_kanban_view",
        },
    ],
});

tours.add("tpe_cashforecast_accountant", {
    steps: () => [
        {
            content: "The accountant reads the cash",
            trigger: "[data-figure=cash]:contains('10,000')",
        },
        {
            content: "And the records that make a number",
            trigger: "[data-figure=cash] button[title]",
            run: "click",
        },
        {
            content: "The journal items",
            trigger: ".o_list_view .o_data_row, .o_list_view .o_group_header",
        },
    ],
});

tours.add("tpe_cashforecast_assistant", {
    steps: () => [
        {
            content: "The assistant opens Steering: the reminders, no cash",
            trigger:
                ".o_menu_sections:not(:contains('Dashboard')):not(:contains('Cash'))",
        },
        {
            content: "Her home is the list",
            trigger: ".o_list_view, .o_view_nocontent",
        },
    ],
});

tours.add("tpe_cashforecast_month", {
    steps: () => [
        {
            content: "The last full month",
            trigger: ".o_tpe_month h1:contains('February 2026')",
        },
        {
            content: "Its result",
            trigger: "[data-figure=result]:contains('140')",
        },
        {
            content: "The largest charge will not come back",
            trigger: "[data-part=entries] button:contains('Mark')",
            run: "click",
        },
        {
            content: "It is out of the adjusted EBITDA: 190 and 60",
            trigger: "[data-figure=ebitda]:contains('250')",
        },
        {
            content: "Another month",
            trigger: "select[name=month]",
            run: "select 2026-01",
        },
        {
            content: "Its title",
            trigger: ".o_tpe_month h1:contains('January 2026')",
        },
    ],
});
