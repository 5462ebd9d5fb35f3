/** The split in words: two quantities that have to add up, and the scope that each part gets after it. */
import * as vscode from 'vscode';
import { number } from '../../../host/formats';
import { scopeWords } from '../../../host/words';
import type { ReservationConfiguration, ScopeTargets } from '../../../reservations/configuration/model';
import { addsUp, quantitiesOf } from '../draft';
import type { Split, SplitPart } from '../messages';
import { choosable } from './change';

export function splitView(
	{ basis }: ReservationConfiguration,
	parts: readonly SplitPart[],
	targets: ScopeTargets | undefined,
): Split {
	const { l10n } = vscode;
	const quantities = quantitiesOf(parts);
	const isTyped = parts.some(({ quantity }) => quantity.trim() !== '');
	return {
		parts: parts.map(({ quantity, scope }, index) => ({
			legend: l10n.t('Part {0}', index + 1),
			quantityLabel: l10n.t('Units of part {0}', index + 1),
			scopeLabel: l10n.t('Scope of part {0} after the split', index + 1),
			quantity,
			scope,
		})),
		scopes: [{ value: '', label: l10n.t('Stays: {0}', scopeWords(basis.scope).value) }, ...choosable(targets)],
		sum: sum(quantities, basis.quantity, isTyped),
		isWrong: isTyped && !addsUp(quantities, basis.quantity),
		notes: [
			l10n.t(
				'This reservation ends with its ID. Two new ones with new IDs take its place, in the same order, with the same end date.',
			),
			...(basis.renew === undefined
				? []
				: [
						basis.renew
							? l10n.t('Automatic renewal is on and is cancelled by the split. Turn it on again for each part.')
							: l10n.t('Automatic renewal is off and stays off for both parts.'),
					]),
			l10n.t('A split can’t be undone. The parts can be merged again, as long as all their properties are the same.'),
		],
	};
}

function sum(quantities: readonly number[], whole: number | undefined, isTyped: boolean): Split['sum'] {
	const { l10n } = vscode;
	if (whole === undefined)
		return { icon: 'warning', tone: 'warning', text: l10n.t('Azure does not tell how many units it has.') };
	if (!isTyped) return { icon: 'info', tone: 'info', text: l10n.t('The parts have to add up to {0} units.', number(whole)) };
	if (quantities.some((it) => !(it >= 1)))
		return {
			icon: 'warning',
			tone: 'warning',
			text: l10n.t('Each part needs a whole number from 1. Together: {0}.', number(whole)),
		};
	const total = quantities.reduce((all, it) => all + it, 0);
	const text = quantities.map((it) => number(it)).join(' + ');
	return total === whole
		? { icon: 'pass', tone: 'good', text: l10n.t('{0} = {1}: it adds up.', text, number(whole)) }
		: { icon: 'warning', tone: 'warning', text: l10n.t('{0} = {1}, but it has {2} units.', text, number(total), number(whole)) };
}
