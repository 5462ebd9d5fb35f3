/** A reading of many: the button that begins and stops it, how far it is, and what could not be read, by cause, to be tried again. */
import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { Progress } from '../../src/panels/portfolio/messages';
import { keepSpace, mark } from '../shared/pieces';
import type { Labels } from './asking';

interface Reading {
	/** Of the section, to find it by. */
	readonly name: string;
	readonly label: string;
	readonly button: TemplateResult;
	/** In place of the progress while nothing runs. */
	readonly idle: TemplateResult | typeof nothing;
	readonly retry: (cause: string) => void;
	/** Lists those that failed for a cause. */
	readonly show?: (cause: string) => void;
	/** Stands behind the causes. */
	readonly more?: TemplateResult;
}

export function progressSection(
	{ running, text, done, total, problems }: Progress,
	labels: Labels,
	{ name, label, button, idle, retry, show, more }: Reading,
) {
	return html`<section class="scan ${name}" aria-label=${label}>
		${button}
		${running ? html`<progress max=${Math.max(total, 1)} value=${done} aria-label=${text ?? label}></progress>` : idle}
		${text === undefined ? nothing : html`<span class="quiet">${text}</span>`}
		${repeat(
			// A button stays its cause's while others come in above it.
			problems,
			({ cause }) => cause,
			({
				text: what,
				cause,
				retryLabel,
				showLabel,
			}) => html`<span class="cause">${mark({ icon: 'warning', tone: 'warning', text: what })}
				${showLabel === undefined ? nothing : html`<vscode-button secondary aria-label=${showLabel} @click=${() => show?.(cause)} @keydown=${keepSpace}>${labels.showFailed}</vscode-button>`}
				<vscode-button secondary aria-label=${retryLabel} @click=${() => retry(cause)} @keydown=${keepSpace}>${labels.retry}</vscode-button></span>`,
		)}
		${more ?? nothing}
	</section>`;
}
