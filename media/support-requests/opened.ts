/** The request that is shown: facts, messages with the newest last, the reply, severity, and whether it is open. */
import { html, nothing } from 'lit';
import type { Message, Opened } from '../../src/panels/support-requests/messages';
import { once, select, textIn } from '../money/fields';
import { busy, facts, icon, keepSpace, mark, problem } from '../shared/pieces';
import { type Ask, keyOf, type Labels } from './asking';

export function opened(given: Opened, labels: Labels, ask: Ask) {
	const back = () => {
		focusRow(keyOf(given.request));
		ask({ type: 'hide' });
	};
	const retry = { label: labels.retry, run: () => ask({ type: 'again' }) };
	return html`<section class="part opened" aria-labelledby="opened-title" aria-busy=${String(given.loading)}>
		<div class="part-head">
			<h2 id="opened-title" tabindex="-1">${given.title}</h2>
			${given.state === undefined ? nothing : mark(given.state)} ${given.loading ? busy(labels.loading) : nothing}
			<button type="button" class="tool" @click=${back}>${icon('arrow-left')}<span>${labels.close}</span></button>
		</div>
		${given.problem === undefined ? nothing : problem(given.problem, 'opened-title', retry)}
		${given.busy === undefined ? nothing : html`<div role="status">${busy(given.busy)}</div>`} ${result(given, labels, ask)} ${facts(given.facts)}
		${given.description === undefined ? nothing : html`<details><summary>${labels.description}</summary><p class="code written">${given.description}</p></details>`}
		${messages(given, labels, ask)} ${reply(given, labels, ask)} ${severity(given, labels, ask)} ${lifecycle(given, labels, ask)}
	</section>`;
}

/** The button that a request was opened with. */
function focusRow(key: string): void {
	const buttons = [...document.querySelectorAll<HTMLElement>('[data-request]')];
	(buttons.find(({ dataset }) => dataset.request === key) ?? document.getElementById('title'))?.focus();
}

function result({ result: given }: Opened, labels: Labels, ask: Ask) {
	if (given === undefined) return nothing;
	const close = () => {
		document.getElementById('opened-title')?.focus();
		ask({ type: 'dismiss' });
	};
	return html`<div class="callout result" role="group" aria-labelledby="result-title">
		<h3 id="result-title" tabindex="-1">${mark(given.mark)}</h3>
		${given.remedy === undefined ? nothing : html`<p>${given.remedy}</p>`}
		${given.facts === undefined ? nothing : html`<p class="quiet code">${given.facts}</p>`}
		<div class="buttons"><vscode-button secondary @click=${close} @keydown=${keepSpace}>${labels.dismiss}</vscode-button></div>
	</div>`;
}

function messages({ messages: given }: Opened, labels: Labels, ask: Ask) {
	const earlier = () => {
		document.getElementById('messages-title')?.focus();
		ask({ type: 'earlier' });
	};
	return html`<h3 id="messages-title" tabindex="-1">${labels.messages}</h3>
		${given.loading ? busy(labels.loading) : nothing}
		${given.problem === undefined ? nothing : problem(given.problem, 'messages-title', { label: labels.retry, run: () => ask({ type: 'again' }) })}
		${given.empty === undefined ? nothing : html`<p class="empty">${icon('info')}<span>${given.empty}</span></p>`}
		${given.hasEarlier ? html`<button type="button" class="tool earlier" @click=${earlier}>${icon('history')}<span>${labels.earlier}</span></button>` : nothing}
		<ol class="messages">${given.items.map(message)}</ol>`;
}

function message({ mark: from, sender, at, subject, body }: Message) {
	return html`<li class="callout message tone-${from.tone}">
		<p class="from">${mark(from)}<span class="quiet">${sender}</span><span class="quiet at">${at}</span></p>
		${subject === '' ? nothing : html`<p class="subject">${subject}</p>`}
		<p class="written">${body}</p>
	</li>`;
}

function reply({ reply: given, busy: sending, loading }: Opened, labels: Labels, ask: Ask) {
	if (given === undefined) return nothing;
	const closed = given.notYet !== undefined || sending !== undefined || (loading && given.body === '');
	const send = () => {
		if (!closed) ask({ type: 'send' });
	};
	const line = given.faults.length > 0 ? given.faults.join(' ') : given.notYet;
	return html`<h3>${labels.reply}</h3>
		<div class="field">
			<label for="reply">${labels.message}</label>
			<textarea id="reply" rows="6" aria-describedby="reply-help" aria-invalid=${String(given.faults.length > 0)} ?disabled=${sending !== undefined} .value=${once(given.revision, given.body)} @input=${(event: Event) => ask({ type: 'setReply', body: textIn(event) })}></textarea>
			<p id="reply-help" class="note ${given.faults.length > 0 ? 'wrong' : ''}" ?hidden=${line === undefined}>${line}</p>
		</div>
		${given.warning === undefined ? nothing : html`<p id="reply-warning" class="note-line tone-warning" role="status">${icon('warning')}<span>${given.warning}</span></p>`}
		<div class="buttons"><vscode-button id="send" aria-disabled=${String(closed)} aria-describedby="reply-help reply-warning" @click=${send} @keydown=${keepSpace}>${icon('send')}${labels.send}</vscode-button></div>`;
}

function severity({ severity: given, busy: sending }: Opened, labels: Labels, ask: Ask) {
	if (given === undefined) return nothing;
	const closed = given.notYet !== undefined || sending !== undefined;
	const change = () => {
		if (!closed) ask({ type: 'changeSeverity' });
	};
	const { value, options, help } = given;
	return html`<div class="severity">
		${select({ id: 'severity', label: labels.severity, help, options, value, choose: (to) => ask({ type: 'setSeverity', severity: to }) })}
		<vscode-button secondary aria-disabled=${String(closed)} aria-describedby="severity-not-yet" @click=${change} @keydown=${keepSpace}>${labels.changeSeverity}</vscode-button>
		<span id="severity-not-yet" class="only-spoken">${given.notYet}</span>
	</div>`;
}

function lifecycle({ lifecycle: given, closingText, busy: sending }: Opened, labels: Labels, ask: Ask) {
	const run = (message: Parameters<Ask>[0]) => () => {
		if (sending !== undefined) return;
		document.getElementById('opened-title')?.focus();
		ask(message);
	};
	const button = (label: string, message: Parameters<Ask>[0], secondary: boolean) =>
		html`<vscode-button ?secondary=${secondary} aria-disabled=${String(sending !== undefined)} @click=${run(message)} @keydown=${keepSpace}>${label}</vscode-button>`;
	const askClose = () => {
		if (sending === undefined) ask({ type: 'askClose', on: true });
	};
	switch (given) {
		case 'open':
			return html`<div class="buttons"><vscode-button secondary aria-disabled=${String(sending !== undefined)} @click=${askClose} @keydown=${keepSpace}>${labels.closeRequest}</vscode-button></div>`;
		case 'closing':
			return html`<div class="callout closing" role="group" aria-labelledby="closing-title">
				<h3 id="closing-title" tabindex="-1">${icon('warning')}${closingText}</h3>
				<div class="buttons">
					${button(labels.closeNow, { type: 'close' }, false)} ${button(labels.keepOpen, { type: 'askClose', on: false }, true)}
				</div>
			</div>`;
		case 'closed':
			return html`<div class="buttons">${button(labels.reopen, { type: 'reopen' }, true)}</div>`;
		case 'none':
			return nothing;
	}
}
