/** Step 1: the customer's reservations, each with its use, a box to choose it and the units to give back. */
import { html, nothing } from 'lit';
import type { Choose, Row } from '../../src/panels/exchange/messages';
import { numberIn, once } from '../money/fields';
import { icon, keepSpace, mark, table } from '../shared/pieces';
import type { Ask, Labels } from './asking';

export function returns({ rows, columns, none, revision }: Choose, labels: Labels, ask: Ask) {
	const isChosen = rows.some(({ chosen }) => chosen);
	const fill = (how: 'all' | 'unused') => () => {
		if (isChosen) ask({ type: 'fill', fill: how });
	};
	return html`<section class="part" aria-labelledby="give-title">
		<div class="part-head"><h2 id="give-title" tabindex="-1">${labels.give}</h2></div>
		${none === undefined ? nothing : html`<p class="empty">${icon('info')}<span>${none}</span></p>`}
		${rows.length === 0 ? nothing : table({ caption: labels.reservations, captionHidden: true, columns, figures: [2, 3], unbroken: [4], rows: rows.map((row) => cells(row, revision, ask)), keys: rows.map(({ reservationId }) => reservationId) })}
		${
			rows.length === 0
				? nothing
				: html`<div class="buttons">
						<vscode-button secondary aria-disabled=${String(!isChosen)} @click=${fill('all')} @keydown=${keepSpace}>${labels.fillAll}</vscode-button>
						<vscode-button secondary aria-disabled=${String(!isChosen)} @click=${fill('unused')} @keydown=${keepSpace}>${labels.fillUnused}</vscode-button>
					</div>`
		}
		${rows.flatMap(({ name, notes }) => notes.map((note) => html`<p class="note-line">${icon('info')}<span><strong>${name}: ${note.title}</strong> ${note.text} ${note.link === undefined ? nothing : html`<a href=${note.link}>${labels.source}<span class="only-spoken">: ${note.title}</span></a>`}</span></p>`))}
	</section>`;
}

function cells(row: Row, revision: number, ask: Ask) {
	const { reservationId, name, chosen, whyNot } = row;
	const canChoose = chosen || whyNot === undefined;
	const pick = (event: Event) => ask({ type: 'pick', reservationId, chosen: (event.target as HTMLInputElement).checked });
	return [
		html`<span class="pick">
			<input type="checkbox" aria-label=${row.chooseLabel} aria-describedby="why-${reservationId}" ?disabled=${!canChoose} .checked=${once(`${revision} ${chosen}`, chosen)} @change=${pick} />
			<span>
				<strong>${name}</strong><span class="note">${row.product}</span>
				<span id="why-${reservationId}" class="note wrong" ?hidden=${whyNot === undefined}>${whyNot}</span>
			</span>
		</span>`,
		mark(row.state),
		row.quantity,
		row.use,
		row.expires,
		chosen ? giving(row, revision, ask) : '',
	];
}

function giving({ reservationId, giving: units, givingLabel, most, unused, problem }: Row, revision: number, ask: Ask) {
	return html`<span class="giving">
		<input
			type="number"
			min="1"
			max=${most ?? nothing}
			step="1"
			aria-label=${givingLabel}
			aria-describedby="giving-${reservationId}"
			aria-invalid=${String(problem !== undefined)}
			.value=${once(revision, units)}
			@input=${(event: Event) => ask({ type: 'setGiving', reservationId, quantity: numberIn(event) })}
		/>
		<span id="giving-${reservationId}" class="note ${problem === undefined ? '' : 'wrong'}">${problem ?? unused}</span>
	</span>`;
}
