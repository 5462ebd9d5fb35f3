/** What became of a commit: step by step, line by line, with what can be done now. */
import { html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { OpenOperation, OperationView } from '../../src/panels/money/messages';
import { busy, facts, icon, keepSpace, mark, notes, problem, table } from '../shared/pieces';
import type { Ask, MoneyLabels, Recently } from './asking';

export function operation(given: OperationView, labels: MoneyLabels, recently: Recently, ask: Ask) {
	return html`<section class="part operation" aria-labelledby="operation-title" aria-busy=${String(given.busy)}>
			<div class="part-head"><h2 id="operation-title" tabindex="-1">${given.title}</h2></div>
			<p class="state">${mark(given.state)}</p>
			${given.explanation.map((text) => html`<p>${text}</p>`)}
			${given.problem === undefined ? nothing : problem(given.problem, 'operation-title', { label: labels.retry, run: () => ask({ type: 'lookAgain' }) })}
			<h3>${labels.progress}</h3>
			<ol class="steps">${given.steps.map(step)}</ol>
			<h3>${labels.lines}</h3>
			${lines(given, labels, ask)}
			${notes(given.notes)}
			${grantAccess(given, ask)} ${buttons(given, labels, recently, ask)}
		</section>
		<section class="part" aria-labelledby="result-title">
			<div class="part-head"><h2 id="result-title">${labels.result}</h2></div>
			${facts(given.facts)}
		</section>`;
}

function step({ mark: { icon: name, tone, text }, label, note, current }: OperationView['steps'][number]) {
	return html`<li class="tone-${tone} ${current && name === 'loading' ? 'busy' : ''}" aria-current=${current ? 'step' : 'false'}>
		${icon(name)}
		<div><span>${label}</span> <span class="quiet">${text}${note === undefined ? nothing : html` · ${note}`}</span></div>
	</li>`;
}

function lines({ rows, columns }: OperationView, labels: MoneyLabels, ask: Ask) {
	return table({
		caption: labels.lines,
		captionHidden: true,
		columns,
		figures: [2, 4],
		rows: rows.map(({ what, direction, quantity, status, error, amount, ids, open }) => [
			what,
			direction,
			quantity,
			html`${mark(status)}${error === undefined ? nothing : html`<span class="note">${error}</span>`}`,
			amount,
			html`${ids.map((id) => html`<span class="code line-id">${id}</span>`)}
			${open === undefined ? nothing : html`<button type="button" class="link" aria-label="${open.label}: ${what}" @click=${() => ask({ type: 'openLine', line: open.line })}>${open.label}</button>`}`,
		]),
	});
}

/** Nobody else of the partner may work with what was bought: said where it can be mended. */
function grantAccess({ grantAccess: given }: OperationView, ask: Ask) {
	if (given === undefined) return nothing;
	const grant = () => {
		document.getElementById('operation-title')?.focus();
		ask({ type: 'grantAccess' });
	};
	return html`<p class="note-line tone-warning">${icon('warning')}<span>${given.text}</span></p>
		<div class="buttons"><vscode-button @click=${grant} @keydown=${keepSpace}>${icon('key')}${given.label}</vscode-button></div>`;
}

function buttons(given: OperationView, labels: MoneyLabels, recently: Recently, ask: Ask) {
	const copied = recently.what === 'result';
	return html`<div class="buttons">
		${
			given.canLook || given.busy
				? html`<vscode-button aria-disabled=${String(!given.canLook)} @click=${() => given.canLook && ask({ type: 'lookAgain' })} @keydown=${keepSpace}>${icon('refresh')}${labels.lookAgain}</vscode-button>`
				: nothing
		}
		<vscode-button secondary @click=${() => ask({ type: 'copyResult' })} @keydown=${keepSpace}>${icon(copied ? 'check' : 'copy')}${copied ? labels.copied : labels.copyResult}</vscode-button>
		${
			given.checkAccess === undefined
				? nothing
				: html`<vscode-button secondary @click=${() => ask({ type: 'checkAccess' })} @keydown=${keepSpace}>${icon('shield')}${given.checkAccess}</vscode-button>`
		}
		${
			given.support === undefined
				? nothing
				: html`<vscode-button secondary @click=${() => ask({ type: 'support' })} @keydown=${keepSpace}>${icon('comment-discussion')}${given.support}</vscode-button>`
		}
		${given.canStartAnew ? html`<vscode-button secondary @click=${() => ask({ type: 'startAnew' })} @keydown=${keepSpace}>${labels.startAnew}</vscode-button>` : nothing}
	</div>`;
}

/** Operations that are still open: who begins another one should know. */
export function openOperations(given: readonly OpenOperation[], labels: MoneyLabels, ask: Ask) {
	if (given.length === 0) return nothing;
	return html`<section class="part open-operations" aria-labelledby="open-title">
		<div class="part-head"><h2 id="open-title">${icon('warning')}${labels.openOperations}</h2></div>
		<ul>
			${repeat(
				given,
				({ id }) => id,
				({ id, text, label }) =>
					html`<li><span>${text}</span> <button type="button" class="link" aria-label=${label} @click=${() => ask({ type: 'showOperation', id })}>${labels.show}</button></li>`,
			)}
		</ul>
	</section>`;
}

export const loadingPart = (labels: MoneyLabels) => html`<p class="part">${busy(labels.loading)}</p>`;
