/** A reading of many: the button that begins and stops it, how far it is, and what could not be read, by cause, to be tried again. */
import { html, nothing, type TemplateResult } from 'lit';
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
	readonly retry: (cause: number) => void;
}

export function progressSection(
	{ running, text, done, total, problems }: Progress,
	labels: Labels,
	{ name, label, button, idle, retry }: Reading,
) {
	return html`<section class="scan ${name}" aria-label=${label}>
		${button}
		${running ? html`<progress max=${Math.max(total, 1)} value=${done} aria-label=${text ?? label}></progress>` : idle}
		${text === undefined ? nothing : html`<span class="quiet">${text}</span>`}
		${
			running
				? nothing
				: problems.map(
						(problem) => html`<span class="cause">${mark({ icon: 'warning', tone: 'warning', text: problem.text })}
							<vscode-button secondary aria-label=${problem.retryLabel} @click=${() => retry(problem.cause)} @keydown=${keepSpace}>${labels.retry}</vscode-button></span>`,
					)
		}
	</section>`;
}
