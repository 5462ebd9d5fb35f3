/** The page as a whole: head, finding, buttons, who the connection speaks for, the checks. */
import { html, nothing } from 'lit';
import type { Access, Who } from '../../src/panels/access/messages';
import { practice } from '../shared/head';
import { icon, keepSpace, problem } from '../shared/pieces';
import type { Ask, Copied } from './asking';
import { checks } from './checks';
import { who } from './who';

/** The last message of each kind, and what was copied a moment ago. */
export interface Shown {
	access?: Access;
	who?: Who;
	copied?: Copied;
}

export function page({ access, who: known, copied }: Shown, ask: Ask) {
	if (access === undefined) return nothing;
	const { labels, subject, checks: all } = access;
	// Where nothing was examined the problem says why, has its own Retry, and holds for the account as well.
	const failed = access.problem !== undefined && !access.reported;
	return html`
		${head(access)}
		${finding(access)}
		${failure(access, ask)}
		${failed ? nothing : actions(access, copied, ask)}
		<div class="parts">
			${subject.kind === 'connection' && !(failed && known?.problem !== undefined) ? who(known, labels, ask) : nothing}
			${all.length === 0 ? nothing : checks(access, copied, ask)}
		</div>
	`;
}

function head({ header: { name, place, sandbox } }: Access) {
	return html`<header class="head">
		<p class="customer">
			${icon('shield')}<span>${place.map((part, index) => html`${index === 0 ? nothing : ' · '}<span class="place">${part}</span>`)}</span>
		</p>
		<h1 id="title" tabindex="-1">${name}</h1>
		${sandbox === undefined ? nothing : html`<div class="marks">${practice({ sandbox })}</div>`}
	</header>`;
}

function finding({ verdict, asOf, running, labels }: Access) {
	if (verdict === undefined) return nothing;
	const { mark, busy: working, summary } = verdict;
	return html`<section class="finding tone-${mark.tone}" aria-labelledby="finding-title">
		<h2 id="finding-title" class="only-spoken">${labels.verdict}</h2>
		<span class="sign ${working ? 'busy' : ''}">${icon(mark.icon)}</span>
		<div>
			<p class="finding-text">${mark.text}</p>
			${
				summary === undefined && asOf === undefined
					? nothing
					: html`<p class="quiet figures">
							${summary === undefined ? nothing : html`<span>${summary}</span>`}
							${running || asOf === undefined ? nothing : html`<span>${asOf}</span>`}
						</p>`
			}
		</div>
	</section>`;
}

function failure({ problem: given, remedies, labels }: Access, ask: Ask) {
	if (given === undefined) return nothing;
	const retry = { label: labels.retry, run: () => ask({ type: 'checkAgain' }) };
	return html`<div class="failure">${problem(
		given,
		'title',
		retry,
		remedies.map(
			({ command, label, icon: name }) =>
				html`<vscode-button secondary @click=${() => ask({ type: 'command', command })} @keydown=${keepSpace}>${icon(name)}${label}</vscode-button>`,
		),
	)}</div>`;
}

/** Buttons that can't be used now stay where they are, so that nothing moves and no focus is lost; Stop comes last. */
function actions({ running, reported, labels }: Access, copied: Copied, ask: Ask) {
	const again = () => {
		if (!running) ask({ type: 'checkAgain' });
	};
	const copy = () => {
		if (reported) ask({ type: 'copyReport' });
	};
	const done = copied === 'report';
	return html`<div class="actions buttons">
		<vscode-button id="again" aria-disabled=${String(running)} @click=${again} @keydown=${keepSpace}>${icon('refresh')}${labels.again}</vscode-button>
		<vscode-button secondary aria-disabled=${String(!reported)} @click=${copy} @keydown=${keepSpace}>${icon(done ? 'check' : 'copy')}${done ? labels.copied : labels.copyReport}</vscode-button>
		${
			running
				? html`<vscode-button id="stop" secondary @click=${() => ask({ type: 'stop' })} @keydown=${keepSpace}>${icon('debug-stop')}${labels.stop}</vscode-button>`
				: nothing
		}
	</div>`;
}
