/** The split: two parts with their units, whether they add up, and the scope that each gets after it. */
import { html } from 'lit';
import type { Split } from '../../src/panels/configuration/messages';
import { field, once, select, textIn } from '../money/fields';
import { mark, notes } from '../shared/pieces';
import type { Ask } from './asking';

export const split = ({ parts, scopes, sum, isWrong, notes: texts }: Split, revision: number, ask: Ask) => html`
	<div class="split">
		${parts.map(
			({ legend, quantityLabel, scopeLabel, quantity, scope }, part) =>
				html`<fieldset>
					<legend>${legend}</legend>
					${field(
						{ id: `part-${part}`, label: quantityLabel },
						html`<input id="part-${part}" type="number" min="1" step="1" aria-describedby="sum" aria-invalid=${String(isWrong)} .value=${once(revision, quantity)} @input=${(event: Event) => ask({ type: 'setPart', part, quantity: textIn(event) })} />`,
					)}
					${select({ id: `part-scope-${part}`, label: scopeLabel, options: scopes, value: scope, choose: (value) => ask({ type: 'setPartScope', part, scope: value }) })}
				</fieldset>`,
		)}
	</div>
	<p id="sum" role="status">${mark(sum)}</p>
	${notes(texts)}
`;
