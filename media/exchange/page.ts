/** The page as a whole: what goes back, what is bought, whether it is enough, the binding quote, and the draft's own buttons. */
import { html, nothing } from 'lit';
import type { Choose, Exchange } from '../../src/panels/exchange/messages';
import type { Recently } from '../money/asking';
import { moneyPage } from '../money/page';
import { icon, keepSpace } from '../shared/pieces';
import type { Ask } from './asking';
import { products } from './products';
import { binding, calculator, sides } from './quote';
import { returns } from './returns';

export function page(view: Exchange, recently: Recently, show: () => void, ask: Ask) {
	const { choose, quote, comparison } = view;
	const summary =
		comparison === undefined ? nothing : sides(comparison, quote.standing !== 'current' && view.confirm?.sending !== true);
	return moneyPage(
		view,
		{ choose: choose === undefined ? undefined : choice(view, choose, recently, ask), quote, recently, summary, show },
		ask,
	);
}

function choice(view: Exchange, choose: Choose, recently: Recently, ask: Ask) {
	const { labels } = view;
	return html`
		${returns(choose, labels, ask)} ${products(choose, labels, ask)} ${calculator(choose, labels, ask)} ${binding(view, choose, ask)}
		${draft(view, recently, ask)}
	`;
}

function draft({ labels }: Exchange, recently: Recently, ask: Ask) {
	const copied = recently.what === 'request';
	const reset = () => {
		document.getElementById('title')?.focus();
		ask({ type: 'reset' });
	};
	return html`<div class="buttons">
		<vscode-button secondary @click=${() => ask({ type: 'copyRequest' })} @keydown=${keepSpace}>${icon(copied ? 'check' : 'copy')}${copied ? labels.copied : labels.request}</vscode-button>
		<vscode-button secondary @click=${reset} @keydown=${keepSpace}>${icon('clear-all')}${labels.reset}</vscode-button>
	</div>`;
}
