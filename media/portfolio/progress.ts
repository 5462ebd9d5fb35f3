/** A reading of many: how far it is, how much there is to look at, and what could not be read, by cause, to be tried again. */
import { html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { Progress } from '../../src/panels/portfolio/messages';
import { icon, keepSpace, mark } from '../shared/pieces';
import type { Labels } from './asking';

/** The words beside it say the same. */
export const bar = ({ running, total, done }: Progress) =>
	running ? html`<progress aria-hidden="true" max=${Math.max(total, 1)} value=${done}></progress>` : nothing;

/** A figure for the eye: each thing to look at is told in what unfolds. */
export const alerts = (count: number) =>
	count === 0 ? nothing : html`<span class="alerts tone-warning" aria-hidden="true">${icon('warning')}${count}</span>`;

interface Causes {
	readonly retry: (cause: string) => void;
	/** Lists those that failed for a cause. */
	readonly show?: (cause: string) => void;
}

export const causes = (problems: Progress['problems'], labels: Labels, { retry, show }: Causes) =>
	html`${repeat(
		// A button stays its cause's while others come in above it.
		problems,
		({ cause }) => cause,
		({ text, cause, retryLabel, showLabel }) => html`<span class="cause">${mark({ icon: 'warning', tone: 'warning', text })}
			${showLabel === undefined ? nothing : html`<vscode-button secondary aria-label=${showLabel} @click=${() => show?.(cause)} @keydown=${keepSpace}>${labels.showFailed}</vscode-button>`}
			<vscode-button secondary aria-label=${retryLabel} @click=${() => retry(cause)} @keydown=${keepSpace}>${labels.retry}</vscode-button></span>`,
	)}`;
