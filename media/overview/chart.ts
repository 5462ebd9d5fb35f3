/** Bars of use over time, in SVG, so that themes, forced colours and screen readers work. Loaded after the first content. */
import { scaleBand, scaleLinear } from 'd3-scale';
import { html, LitElement, nothing, svg } from 'lit';
import type { Usage } from '../../src/panels/overview/messages';

const height = 200;
const margin = { top: 10, right: 4, bottom: 24, left: 48 };
/** Room that a label of the time axis needs, in px. */
const labelWidth = 62;

/**
 * `<use-chart>`: with a selectable {@link Usage} a list box whose options are the days; else a picture with its summary.
 * Fires `choose` (detail: start of the day, ms since the epoch) when a day is clicked or chosen by Enter or Space.
 */
class UseChart extends LitElement {
	static override properties = {
		usage: { attribute: false },
		hint: { attribute: false },
		width: { state: true },
		cursor: { state: true },
		pointed: { state: true },
	};

	declare usage: Usage | undefined;
	/** What stands below the chart while nothing is pointed at. */
	declare hint: string;
	declare width: number;
	/** Index of the day that the keyboard is at. */
	declare cursor: number | undefined;
	/** Index of the day that the pointer is over. */
	declare pointed: number | undefined;

	readonly #size = new ResizeObserver(([entry]) => {
		if (entry !== undefined) this.width = Math.round(entry.contentRect.width);
	});

	constructor() {
		super();
		this.hint = '';
		this.width = 0;
	}

	/** Without a shadow tree, so that the page's style sheet holds. */
	protected override createRenderRoot(): this {
		return this;
	}

	override connectedCallback(): void {
		super.connectedCallback();
		this.width = Math.round(this.getBoundingClientRect().width);
		this.#size.observe(this);
	}

	override disconnectedCallback(): void {
		super.disconnectedCallback();
		this.#size.disconnect();
	}

	protected override render() {
		const { usage, width } = this;
		if (usage === undefined || width === 0) return nothing;
		const shown = this.pointed ?? this.cursor;
		const readout = shown === undefined ? this.hint : (usage.points[shown]?.sentence ?? this.hint);
		const drawing = this.#drawing(usage, width);
		return html`${
			usage.selectable
				? html`<svg class="chart" width=${width} height=${height} role="listbox" aria-orientation="horizontal" tabindex="0" aria-label=${usage.summary}
						aria-activedescendant=${this.cursor === undefined ? nothing : this.#optionId(this.cursor)}
						@keydown=${this.#key} @focus=${this.#focused} @blur=${this.#blurred} @pointerleave=${this.#unpoint}>${drawing}</svg>`
				: html`<svg class="chart" width=${width} height=${height} role="img" aria-label=${usage.summary} @pointerleave=${this.#unpoint}>${drawing}</svg>`
		}
			<p class="readout note" aria-hidden="true">${readout}</p>`;
	}

	#drawing(usage: Usage, width: number) {
		const top = usage.ticks.at(-1)?.value ?? 100;
		const y = scaleLinear([0, top], [height - margin.bottom, margin.top]);
		const x = scaleBand(
			usage.points.map(({ at }) => at),
			[margin.left, width - margin.right],
		)
			.paddingInner(0.25)
			.paddingOuter(0.1);
		const every = Math.max(1, Math.ceil((labelWidth * usage.points.length) / (width - margin.left - margin.right)));
		const column = (point: Usage['points'][number], index: number) => {
			const left = x(point.at) ?? 0;
			const classes = ['column', point.at === usage.selected ? 'chosen' : '', index === this.cursor ? 'at-cursor' : ''].join(' ');
			const base = y(0);
			const shape =
				point.average === undefined
					? svg`<line class="gap" x1=${left} x2=${left + x.bandwidth()} y1=${base - 2} y2=${base - 2}></line>`
					: svg`<rect class="bar" x=${left} y=${Math.min(y(point.average), base - 1)} width=${x.bandwidth()} height=${Math.max(base - y(point.average), 1)}></rect>`;
			const content = svg`<rect class="place" x=${left - (x.step() - x.bandwidth()) / 2} y=${margin.top} width=${x.step()} height=${height - margin.top - margin.bottom}></rect>${shape}`;
			const point_ = () => {
				this.pointed = index;
			};
			return usage.selectable
				? svg`<g class=${classes} id=${this.#optionId(index)} role="option" aria-selected=${point.at === usage.selected ? 'true' : 'false'} aria-label=${point.sentence} @pointerenter=${point_} @click=${() => this.#choose(index)}>${content}</g>`
				: svg`<g class=${classes} @pointerenter=${point_}>${content}</g>`;
		};
		return svg`
			<g class="axis" aria-hidden="true">
				${usage.ticks.map(({ value, label }) => svg`<line x1=${margin.left} x2=${width} y1=${y(value)} y2=${y(value)}></line><text x=${margin.left - 8} y=${y(value)} dy="0.32em" text-anchor="end">${label}</text>`)}
				${usage.points.map(({ at, axis }, index) =>
					// Counted from the newest, which always has its label.
					(usage.points.length - 1 - index) % every === 0
						? svg`<text x=${Math.min((x(at) ?? 0) + x.bandwidth() / 2, width - labelWidth / 2 + 6)} y=${height - 6} text-anchor="middle">${axis}</text>`
						: nothing,
				)}
			</g>
			${usage.points.map(column)}`;
	}

	#optionId(index: number): string {
		return `day-${index}`;
	}

	#choose(index: number): void {
		const point = this.usage?.points[index];
		if (point === undefined) return;
		this.cursor = index;
		this.dispatchEvent(new CustomEvent('choose', { detail: point.at, bubbles: true }));
	}

	#key(event: KeyboardEvent): void {
		const last = (this.usage?.points.length ?? 0) - 1;
		const at = this.cursor ?? last;
		const target = { ArrowLeft: at - 1, ArrowUp: at - 1, ArrowRight: at + 1, ArrowDown: at + 1, Home: 0, End: last }[event.key];
		if (target !== undefined) this.cursor = Math.min(Math.max(target, 0), last);
		else if (event.key === 'Enter' || event.key === ' ') this.#choose(at);
		else return;
		event.preventDefault();
	}

	#focused(): void {
		const chosen = this.usage?.points.findIndex(({ at }) => at === this.usage?.selected) ?? -1;
		this.cursor ??= chosen >= 0 ? chosen : (this.usage?.points.length ?? 1) - 1;
	}

	#blurred(): void {
		this.cursor = undefined;
	}

	#unpoint(): void {
		this.pointed = undefined;
	}
}

customElements.define('use-chart', UseChart);
