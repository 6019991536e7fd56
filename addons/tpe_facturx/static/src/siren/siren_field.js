import {registry} from "@web/core/registry";
import {CharField, charField} from "@web/views/fields/char/char_field";

/** A SIREN or SIRET: spaces when shown, digits when stored, however it was pasted. */
export class SirenField extends CharField {
    get formattedValue() {
        const text = super.formattedValue;
        const bare = this.bare(text);
        return bare && bare.replace(/^(\d{3})(\d{3})(\d{3})(\d*)$/, "$1 $2 $3 $4").trim();
    }

    parse(value) {
        return this.bare(super.parse(value));
    }

    /** The digits of nine or fourteen; anything else as it was typed. */
    bare(text) {
        const digits = (text || "").replace(/[\s.\u00a0\u202f-]/g, "");
        return /^(\d{9}|\d{14})$/.test(digits) ? digits : text;
    }
}

registry.category("fields").add("tpe_siren", {...charField, component: SirenField});
