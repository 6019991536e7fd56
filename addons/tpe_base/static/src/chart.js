/* global Chart */
import {onWillStart, useEffect} from "@odoo/owl";
import {loadBundle} from "@web/core/assets";

/** Chart.js on a canvas: `config()` is drawn again when one of `depends()` changes. */
export function useChart(canvas, config, depends) {
    onWillStart(() => loadBundle("web.chartjs_lib"));
    useEffect(() => {
        const chart = new Chart(canvas.el, config());
        return () => chart.destroy();
    }, depends);
}
