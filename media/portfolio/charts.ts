/** Bars in SVG, so that themes, forced colours and screen readers work, each chart with the same in numbers. */
import { scaleBand, scaleLinear } from 'd3-scale';
import { html, LitElement, nothing, svg, type TemplateResult } from 'lit';
import type { Chart } from '../../src/panels/portfolio/messages';
import { notes, table } from '../shared/pieces';
import type { Labels } from './asking';

const height = 180;
const margin = { top: 10, right: 4, bottom: 24, left: 52 };
/** Figures from here on stand in short at the axis. */
const largest = 1_000_000;
/** Room that a label below the bars needs, in px. */
const labelWidth = 62;

/**
 * All charts, each with its heading.
 * @param more stands beside them
 */
export function charts(given: readonly Chart[], labels: Labels, more: TemplateResult | typeof nothing) {
	return html`<section class="charts" aria-label=${labels.charts}>
		${given.map((chart) => html`<div class="part"><h2>${chart.title}</h2>${picture(chart, labels)}</div>`)} ${more}
	</section>`;
}

/** The picture with what explains it, and the same in numbers, folded. */
export function picture(chart: Chart, labels: Labels) {
	return html`<bar-chart .chart=${chart}></bar-chart>
		${
			chart.legend.length === 0
				? nothing
				: html`<p class="legend">${chart.legend.map(({ hollow, text }) => html`<span><span class="sign ${hollow ? 'hollow' : ''}"></span>${text}</span>`)}</p>`
		}
		<p class="note">${chart.summary}</p>
		${notes(chart.notes)}
		<details>
			<summary>${labels.numbers}<span class="only-spoken">: ${chart.title}</span></summary>
			${table({ caption: chart.title, captionHidden: true, columns: chart.columns, figures: chart.columns.map((_, place) => place).slice(1), unbroken: [0], rows: chart.rows })}
		</details>`;
}

/** `<bar-chart>`: a picture with its summary; what the pointer is over is told below. */
class BarChart extends LitElement {
	static override properties = { chart: { attribute: false }, width: { state: true } };

	declare chart: Chart | undefined;
	declare width: number;

	readonly #size = new ResizeObserver(([entry]) => {
		if (entry !== undefined) this.width = Math.round(entry.contentRect.width);
	});

	constructor() {
		super();
		this.width = 0;
	}

	/** Without a shadow tree, so that the page's style sheet holds. */
	protected override createRenderRoot(): this {
		return this;
	}

	override connectedCallback(): void {
		super.connectedCallback();
		this.#size.observe(this);
	}

	override disconnectedCallback(): void {
		super.disconnectedCallback();
		this.#size.disconnect();
	}

	protected override render() {
		const { chart, width } = this;
		if (chart === undefined || width === 0) return nothing;
		return html`<svg class="chart" width=${width} height=${height} role="img" aria-label=${chart.summary}>${this.#drawing(chart, width)}</svg>`;
	}

	#drawing({ bars }: Chart, width: number) {
		const top = Math.max(...bars.map(({ value }) => value), 1);
		const y = scaleLinear([0, top], [height - margin.bottom, margin.top]).nice(4);
		const x = scaleBand(
			bars.map((_, place) => place),
			[margin.left, width - margin.right],
		).padding(0.2);
		const every = Math.max(1, Math.ceil((labelWidth * bars.length) / (width - margin.left - margin.right)));
		const ticks = y.ticks(4).filter(Number.isInteger);
		// Large sums of money have no room beside the axis.
		const format = new Intl.NumberFormat(document.documentElement.lang || undefined, {
			notation: top < largest ? 'standard' : 'compact',
		});
		const bar = (name: string, place: number, from: number, to: number, kind: string) =>
			to <= from
				? nothing
				: svg`<rect class=${kind} x=${x(place)} y=${y(to)} width=${x.bandwidth()} height=${Math.max(y(from) - y(to), 1)}><title>${name}</title></rect>`;
		return svg`
			<g class="axis" aria-hidden="true">
				${ticks.map((tick) => svg`<line x1=${margin.left} x2=${width} y1=${y(tick)} y2=${y(tick)}></line><text x=${margin.left - 8} y=${y(tick)} dy="0.32em" text-anchor="end">${format.format(tick)}</text>`)}
				${bars.map(({ label }, place) => (place % every === 0 ? svg`<text x=${(x(place) ?? 0) + x.bandwidth() / 2} y=${height - 6} text-anchor="middle">${label}</text>` : nothing))}
			</g>
			${bars.map(({ name, value, part = 0 }, place) => [bar(name, place, 0, value - part, 'bar'), bar(name, place, value - part, value, 'bar hollow')])}`;
	}
}

customElements.define('bar-chart', BarChart);
