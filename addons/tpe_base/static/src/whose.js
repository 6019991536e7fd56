import {user} from "@web/core/user";

/**
 * Whose figures a page says: they are those of one company, also when several are ticked;
 * nothing to say when there is but one.
 */
export function whose() {
    return user.activeCompanies.length > 1 ? user.activeCompany.name : "";
}
