import {markup} from "@odoo/owl";

/**
 * An action that a call of ours returned, as core reads one of its own: the words of its
 * empty screen are HTML.
 */
export function readable(action) {
    return action?.help ? {...action, help: markup(action.help)} : action;
}
