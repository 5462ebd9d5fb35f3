/** The checks in the order they are made: state, result, how to fix it, and what it was read from. */
import { html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { Access, Check, Fix } from '../../src/panels/access/messages';
import { icon, keepSpace } from '../shared/pieces';
import type { Ask, Copied, FixPlace, Labels } from './asking';

export function checks({ checks: all, running, labels }: Access, copied: Copied, ask: Ask) {
	return html`<section class="part" aria-labelledby="checks-title" aria-busy=${String(running)}>
		<div class="part-head"><h2 id="checks-title">${labels.checks}</h2></div>
		<ol class="checks">
			${repeat(
				all,
				({ id }) => id,
				(check) => row(check, labels, copied, ask),
			)}
		</ol>
	</section>`;
}

function row(check: Check, labels: Labels, copied: Copied, ask: Ask) {
	const { id, title, state, busy, result, evidence, evidenceOpen, fixes } = check;
	return html`<li class="check tone-${state.tone} ${busy ? 'busy' : ''}" data-check=${id}>
		${icon(state.icon)}
		<div class="check-head">
			<h3>${title}</h3>
			<span class="state quiet">${state.text}</span>
		</div>
		<div class="found">
			${result === '' ? nothing : html`<p>${result}</p>`}
			${fixes.length === 0 ? nothing : mending(check, labels, copied, ask)}
			${
				evidence.length === 0
					? nothing
					: html`<details ?open=${evidenceOpen}>
							<summary class="quiet">${labels.evidence}<span class="only-spoken">: ${title}</span></summary>
							<dl class="evidence">
								${evidence.map(
									({ label, value }) =>
										html`<div>
											<dt>${label}</dt>
											<dd class="code">${value}</dd>
										</div>`,
								)}
							</dl>
						</details>`
			}
		</div>
	</li>`;
}

function mending({ id, title, fixes }: Check, labels: Labels, copied: Copied, ask: Ask) {
	return html`<div class="mending">
		<h4>${labels.fixes}<span class="only-spoken">: ${title}</span></h4>
		<ul>
			${fixes.map((fix, index) => {
				const place = { check: id, fix: index };
				const isCopied = typeof copied === 'object' && copied.check === id && copied.fix === index;
				return html`<li>
					<p>${fix.text}</p>
					${fix.shell === undefined ? nothing : commandLine(fix.shell, title, isCopied, labels, () => ask({ type: 'copyShell', ...place }))}
					${fix.otherLink === undefined ? nothing : html`<p class="code quiet">${fix.otherLink}</p>`} ${helpers(fix, place, ask)}
				</li>`;
			})}
		</ul>
	</div>`;
}

/**
 * Many lines scroll by themselves, also by keyboard.
 * @param title what it is for, as several command lines may stand on the page
 */
function commandLine(shell: string, title: string, isCopied: boolean, labels: Labels, copy: () => void) {
	const said = isCopied ? labels.copied : labels.copy;
	return html`<div class="shell">
		<div class="shell-head">
			<span class="quiet">${icon('terminal')}<span>${labels.shell}</span></span>
			<button type="button" class="tool" aria-label="${said}: ${title}" @click=${copy}>${icon(isCopied ? 'check' : 'copy')}<span>${said}</span></button>
		</div>
		<pre class="code" role="group" aria-label="${labels.shell}: ${title}" tabindex="0">${shell.split('\n').map(line)}</pre>
	</div>`;
}

/** Goes to the next line between words only: a break within `-Scope` would look like a hyphen and a space. */
const line = (text: string) =>
	html`<span class="line">${text.split(' ').map((word, index) => html`${index === 0 ? nothing : ' '}<span class="word">${word}</span>`)}</span>`;

/** What the host does for the user: run a command, open a page. */
function helpers({ command, link }: Fix, place: FixPlace, ask: Ask) {
	if (link === undefined && command === undefined) return nothing;
	return html`<div class="buttons">
		${
			command === undefined
				? nothing
				: html`<vscode-button secondary @click=${() => ask({ type: 'command', command: command.command })} @keydown=${keepSpace}>${icon(command.icon)}${command.label}</vscode-button>`
		}
		${
			link === undefined
				? nothing
				: html`<vscode-button secondary role="link" title=${link.address} @click=${() => ask({ type: 'openLink', ...place })} @keydown=${keepSpace}>${icon('link-external')}${link.label}</vscode-button>`
		}
	</div>`;
}
