/** The page as a whole: its head with the ways around it, and the form, what will be sent, or what came of it. */
import { html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { Act, Outcome, Review, Support, Waiting } from '../../src/panels/support/messages';
import type { Recently } from '../money/asking';
import { head } from '../shared/head';
import { busy, facts, icon, keepSpace, mark } from '../shared/pieces';
import type { Ask, Labels, Lists } from './asking';
import { form } from './form';

export function page(view: Support, lists: Lists, recently: Recently, ask: Ask) {
	const { labels } = view;
	const stage =
		view.outcome !== undefined
			? outcome(view.outcome, labels, recently, ask)
			: view.review !== undefined
				? review(view.review, labels, ask)
				: view.form !== undefined
					? form(view.form, labels, lists, ask)
					: view.loading
						? html`<p class="part">${busy(labels.writing)}</p>`
						: nothing;
	return html`${top(view, recently, ask)}<div class="parts">${stage}</div>`;
}

function top(view: Support, recently: Recently, ask: Ask) {
	const { labels } = view;
	const refresh = () => ask({ type: 'refresh' });
	const copied = recently.what === 'request';
	// What came of it has them among its own buttons where they are what to do next.
	const isOffered = (act: Act) => view.outcome?.buttons.some((one) => one.act === act) === true;
	const more = html`${view.notes.map((text) => html`<p class="note-line tone-info">${icon('info')}<span>${text}</span></p>`)}
		<div class="buttons" role="group" aria-label=${labels.actions}>
			${
				view.canCopy && !isOffered('copyText')
					? button(copied ? labels.copied : labels.copyText, copied ? 'check' : 'copy', () =>
							ask({ type: 'act', act: 'copyText' }),
						)
					: nothing
			}
			${!isOffered('openInPortal') ? button(labels.openInPortal, 'link-external', () => ask({ type: 'act', act: 'openInPortal' })) : nothing}
			${button(labels.requests, 'comment-discussion', () => ask({ type: 'showRequests' }))}
			${view.problem?.kind === 'notAllowed' ? button(labels.checkAccess, 'shield', () => ask({ type: 'act', act: 'checkAccess' })) : nothing}
		</div>`;
	return head(view, labels, { refresh, retry: { label: labels.retry, run: refresh }, more });
}

const button = (label: string, name: string, run: () => void, primary = false, closed = false) =>
	html`<vscode-button ?secondary=${!primary} aria-disabled=${String(closed)} @click=${run} @keydown=${keepSpace}>${icon(name)}${label}</vscode-button>`;

/** What it is waited for, with the way out: nothing that was sent is taken back by that. */
function waiting({ text, note, stopping }: Waiting, focusAfter: string, labels: Labels, ask: Ask) {
	const stop = () => {
		if (stopping) return;
		// The button goes away once it has stopped.
		document.getElementById(focusAfter)?.focus();
		ask({ type: 'stop' });
	};
	return html`<div class="waiting">
		<div role="status">${busy(text)}</div>
		<vscode-button secondary aria-disabled=${String(stopping)} aria-describedby="waiting-note" @click=${stop} @keydown=${keepSpace}>${labels.stopWaiting}</vscode-button>
		<p id="waiting-note" class="quiet">${note}</p>
	</div>`;
}

function review({ title, sentence, rows, description, act, waiting: given }: Review, labels: Labels, ask: Ask) {
	const isSending = given !== undefined;
	const create = () => {
		if (!isSending) ask({ type: 'create' });
	};
	const back = () => {
		if (!isSending) ask({ type: 'act', act: 'back' });
	};
	return html`<section class="part" aria-labelledby="review-title" aria-busy=${String(isSending)}>
		<div class="part-head"><h2 id="review-title" tabindex="-1">${title}</h2></div>
		<p class="note-line tone-info">${icon('info')}<span>${sentence}</span></p>
		${facts(rows)}
		<h3>${labels.description}</h3>
		<p class="code written">${description}</p>
		<div class="buttons">
			<vscode-button id="create" aria-disabled=${String(isSending)} @click=${create} @keydown=${keepSpace}>${act}</vscode-button>
			<vscode-button secondary aria-disabled=${String(isSending)} @click=${back} @keydown=${keepSpace}>${labels.back}</vscode-button>
		</div>
		${given === undefined ? nothing : waiting(given, 'review-title', labels, ask)}
	</section>`;
}

function outcome(
	{ mark: given, notes, facts: rows, code, buttons, waiting: looking }: Outcome,
	labels: Labels,
	recently: Recently,
	ask: Ask,
) {
	const run = (act: Act) => () => {
		if (looking !== undefined) return;
		// What it finds may bring other buttons.
		if (act === 'lookAgain') document.getElementById('outcome-title')?.focus();
		ask({ type: 'act', act });
	};
	return html`<section class="part outcome" aria-labelledby="outcome-title" aria-busy=${String(looking !== undefined)}>
		<div class="part-head"><h2 id="outcome-title" tabindex="-1">${labels.result}</h2></div>
		<p class="state">${mark(given)}</p>
		${notes.map((text) => html`<p>${text}</p>`)}
		${facts(rows)}
		${code === undefined ? nothing : html`<p class="quiet code">${code}</p>`}
		<div class="buttons">
			${repeat(
				buttons,
				({ act }) => act,
				({ act, label, icon: name, primary }) => {
					const copied = act === 'copyText' && recently.what === 'request';
					return button(copied ? labels.copied : label, copied ? 'check' : name, run(act), primary, looking !== undefined);
				},
			)}
		</div>
		${looking === undefined ? nothing : waiting(looking, 'outcome-title', labels, ask)}
	</section>`;
}
