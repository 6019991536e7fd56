import {registry} from "@web/core/registry";

const FILE = `Date;Libellé;Montant
30/03/2026;VIR FAC/2026/00071;100,00
30/03/2026;VIR FAC/2026/00072;200,00
30/03/2026;REMISE CHEQUE;500,00
`;

/** As the system drops a file from its folder. */
const carried = (name) => {
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File([FILE], name, {type: "text/csv"}));
    return {bubbles: true, cancelable: true, dataTransfer};
};

registry.category("web_tour.tours").add("tpe_bank_match", {
    steps: () => [
        {
            content: "Carry a file over the list",
            trigger: ".o_list_renderer",
            run({anchor}) {
                anchor.dispatchEvent(new DragEvent("dragenter", carried("mars.csv")));
            },
        },
        {
            content: "Drop it",
            trigger: ".o_drop_area:contains('Drop the files of your bank')",
            run({anchor}) {
                anchor.dispatchEvent(new DragEvent("drop", carried("mars.csv")));
            },
        },
        {
            content: "Three lines are new, nothing is written yet",
            trigger: ".o_field_widget[name=new_count]:contains('3')",
        },
        {
            content: "The file does not name its account: choose it",
            trigger: ".o_field_widget[name=journal_id] input",
            run: "edit Courant",
        },
        {
            trigger: ".ui-autocomplete .dropdown-item:contains('Courant')",
            run: "click",
        },
        {
            content: "Import",
            trigger: "button[name=action_import]:enabled",
            run: "click",
        },
        {
            content: "Go and match",
            trigger: "button[name=action_open_matching]",
            run: "click",
        },
        {
            content: "Two lines are sure, and why is said",
            trigger:
                ".o_tpe_sure li:contains('same amount'):contains('Plomberie Chaboud')",
        },
        {
            content: "Accept them together",
            trigger: ".o_tpe_accept_all:contains('2'):contains('300.00')",
            run: "click",
        },
        {
            content: "They can be undone",
            trigger: ".o_tpe_done:contains('Garage Tournesol')",
        },
        {
            content: "The other line is looked at alone: look for the customer",
            trigger: ".o_tpe_one:contains('REMISE CHEQUE') .o_tpe_find",
            run: "edit Perrin",
        },
        {
            content: "Search",
            trigger: ".o_tpe_match_by_hand button[type=submit]",
            run: "click",
        },
        {
            content: "Take his invoice",
            trigger: ".o_tpe_found[data-type=due]:contains('Boulangerie Perrin')",
            run: "click",
        },
        {
            content: "The bank kept twelve euros: the invoice is paid in full",
            trigger: ".o_tpe_whole",
            run: "click",
        },
        {
            content: "And the rest is a fee",
            trigger: ".o_tpe_fee",
            run: "click",
        },
        {
            content: "Match",
            trigger: ".o_tpe_match_parts:enabled",
            run: "click",
        },
        {
            content: "Nothing is left",
            trigger: ".o_tpe_all_done",
        },
        {
            content: "Undo the last one",
            trigger: ".o_tpe_done li:contains('REMISE CHEQUE') .o_tpe_undo",
            run: "click",
        },
        {
            content: "It is back",
            trigger: ".o_tpe_one:contains('REMISE CHEQUE')",
        },
    ],
});
