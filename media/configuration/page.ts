/** The page as a whole: what the reservation is, what is to be done with it, and what came of it. */
import { html, nothing } from 'lit';
import type { Configuration } from '../../src/panels/configuration/messages';
import { head } from '../shared/head';
import { busy, facts, icon, keepSpace } from '../shared/pieces';
import type { Ask } from './asking';
import { archive, change } from './change';
import { pastChanges } from './changes';
import { merge } from './merge';
import { result } from './result';
import { before, review } from './review';
import { split } from './split';

export function page(view: Configuration, ask: Ask) {
	const { labels } = view;
	return html`
		${top(view, ask)}
		<div class="parts">
			${view.moved === undefined ? nothing : moved(view.moved, labels, ask)}
			${view.result === undefined ? nothing : result(view.result, labels, ask)} ${now(view)}
			${view.result === undefined ? choice(view, ask) : nothing}
			${view.now.length === 0 ? nothing : pastChanges(view, ask)}
		</div>
	`;
}

function top(view: Configuration, ask: Ask) {
	const { labels, promise } = view;
	const refresh = () => ask({ type: 'refresh' });
	const more = html`<p class="note-line tone-info">${icon('info')}<span>${promise}</span></p>`;
	return head(view, labels, { refresh, retry: { label: labels.retry, run: refresh }, more });
}

function moved({ title, text, rows }: NonNullable<Configuration['moved']>, labels: Configuration['labels'], ask: Ask) {
	const use = () => {
		document.getElementById('title')?.focus();
		ask({ type: 'useNow' });
	};
	return html`<section class="part moved" aria-labelledby="moved-title">
		<div class="part-head"><h2 id="moved-title">${icon('warning')}${title}</h2></div>
		<p>${text}</p>
		${before(title, rows, labels)}
		<div class="buttons"><vscode-button @click=${use} @keydown=${keepSpace}>${labels.useNow}</vscode-button></div>
	</section>`;
}

function now({ now: rows, loading, labels }: Configuration) {
	if (rows.length === 0) return loading ? html`<p class="part">${busy(labels.loading)}</p>` : nothing;
	return html`<section class="part" aria-labelledby="now-title">
		<div class="part-head"><h2 id="now-title">${labels.now}</h2></div>
		${facts(rows)}
	</section>`;
}

function choice(view: Configuration, ask: Ask) {
	const { labels, tasks, revision } = view;
	if (tasks.length === 0) return nothing;
	return html`<section class="part" aria-labelledby="task-title">
			<div class="part-head"><h2 id="task-title" tabindex="-1">${labels.task}</h2></div>
			<div class="choices" role="group" aria-labelledby="task-title">
				${tasks.map(({ task, label, chosen, unavailable }) => {
					const run = () => {
						if (unavailable === undefined) ask({ type: 'setTask', task });
					};
					return html`<span class="unavailable"><button type="button" class="choice" aria-pressed=${String(chosen)} aria-disabled=${String(unavailable !== undefined)} aria-describedby="why-${task}" @click=${run}>${label}</button><span id="why-${task}" class="note" ?hidden=${unavailable === undefined}>${unavailable}</span></span>`;
				})}
			</div>
			${view.change === undefined ? nothing : change(view.change, revision, labels, ask)}
			${view.archive === undefined ? nothing : archive(view.archive, labels, ask)}
			${view.split === undefined ? nothing : split(view.split, revision, ask)}
			${view.merge === undefined ? nothing : merge(view.merge, labels, ask)}
		</section>
		${view.review === undefined ? nothing : review(view.review, labels, ask)}`;
}
