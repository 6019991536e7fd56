import {Component, useRef} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {useChart} from "@tpe_base/chart";

const LINE = "#0d6efd";
const IN = "#198754";
const OUT = "#b45309";
const THRESHOLD = "#dc3545";

/** The balance of 13 weeks with its band and the threshold, and what comes in and goes out. */
export class CashChart extends Component {
    static template = "tpe_cashforecast.CashChart";
    static props = {curve: Object, open: Function};

    setup() {
        useChart(
            useRef("canvas"),
            () => this.config(),
            () => [this.props.curve],
        );
    }

    get label() {
        const {weeks} = this.props.curve;
        return _t("Expected balance from %(first)s to %(last)s, week by week", {
            first: weeks[0].words.closing,
            last: weeks.at(-1).words.closing,
        });
    }

    config() {
        const {weeks, threshold} = this.props.curve;
        const values = (name) => weeks.map((week) => week[name]);
        const band = {
            type: "line",
            pointRadius: 0,
            borderWidth: 0,
            backgroundColor: `${LINE}26`,
            tension: 0.25,
            order: 3,
        };
        const bar = {type: "bar", stack: "flows", barPercentage: 0.5, order: 2};
        const datasets = [
            {
                type: "line",
                label: _t("Expected balance"),
                name: "closing",
                data: values("closing"),
                borderColor: LINE,
                backgroundColor: LINE,
                borderWidth: 3,
                pointRadius: 0,
                pointHitRadius: 20,
                pointStyle: "line",
                pointBackgroundColor: LINE,
                tension: 0.25,
                order: 1,
            },
            {...band, name: "low", data: values("low"), fill: false},
            {
                ...band,
                label: _t("8 times out of 10"),
                name: "high",
                data: values("high"),
                fill: "-1",
                pointStyle: "rect",
            },
            {
                type: "line",
                label: _t("Threshold"),
                name: "threshold",
                data: weeks.map(() => threshold),
                borderColor: THRESHOLD,
                borderDash: [6, 4],
                borderWidth: 2,
                pointRadius: 0,
                pointStyle: "line",
                order: 0,
            },
            {
                ...bar,
                label: _t("In"),
                name: "cash_in",
                data: values("cash_in"),
                backgroundColor: `${IN}99`,
                pointStyle: "rect",
            },
            {
                ...bar,
                label: _t("Out"),
                name: "cash_out",
                data: values("cash_out"),
                backgroundColor: `${OUT}99`,
                pointStyle: "rect",
            },
        ];
        return {
            data: {labels: values("label"), datasets},
            options: this.options(datasets),
        };
    }

    options(datasets) {
        const {weeks, threshold_words} = this.props.curve;
        const said = ({datasetIndex, dataIndex}) => {
            const {name, label} = datasets[datasetIndex];
            const {words} = weeks[dataIndex];
            if (name === "high") {
                return `${label}: ${words.low} … ${words.high}`;
            }
            return `${label}: ${name === "threshold" ? threshold_words : words[name]}`;
        };
        return {
            maintainAspectRatio: false,
            animation: false,
            interaction: {mode: "index", intersect: false},
            onClick: (_event, [hit]) => hit && this.props.open(weeks[hit.index]),
            scales: {
                x: {stacked: true, grid: {display: false}},
                y: {ticks: {maxTicksLimit: 6}},
            },
            plugins: {
                legend: {
                    position: "bottom",
                    labels: {
                        usePointStyle: true,
                        filter: ({text}) => Boolean(text),
                    },
                },
                tooltip: {
                    filter: ({datasetIndex}) => Boolean(datasets[datasetIndex].label),
                    callbacks: {
                        title: ([item]) => weeks[item.dataIndex].from_to,
                        label: said,
                    },
                },
            },
        };
    }
}
