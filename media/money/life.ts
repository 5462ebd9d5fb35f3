/** The age of a quote and what is left of it, counted on every second by the page's own clock. */
import { html } from 'lit';
import { icon } from '../shared/pieces';
import type { MoneyLabels } from './asking';

interface Life {
	readonly old: number;
	readonly left: number;
}

/** When each life was first seen, by this page's clock: a page that is drawn again does not start the count anew. */
const seen = new WeakMap<Life, number>();

/** Seconds since this life was told. */
function since(life: Life): number {
	const at = seen.get(life) ?? performance.now();
	seen.set(life, at);
	return (performance.now() - at) / 1000;
}

/** True while there is something left of it. */
export const isAlive = (life: Life | undefined) => life !== undefined && life.left - since(life) > 0;

/** Not a live region: a countdown that speaks every second is of no use. The host tells the end of it. */
export function life(given: Life, labels: MoneyLabels) {
	const gone = since(given);
	const old = clock(given.old + gone);
	const left = clock(Math.max(0, given.left - gone));
	return html`<span class="life quiet" role="timer" aria-live="off">${icon('clock')}<span>${labels.quotedAgo.replace('{0}', old)} · ${labels.validFor.replace('{0}', left)}</span></span>`;
}

function clock(seconds: number): string {
	const whole = Math.floor(seconds);
	return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}
