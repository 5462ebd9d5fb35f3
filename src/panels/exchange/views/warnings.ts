/** What to know before an exchange: families, legacy series, the cut-off, the new term, scope, renewal (rules 3). */
import * as vscode from 'vscode';
import { date, list } from '../../../host/formats';
import { typeWords } from '../../../host/type-words';
import { termWords } from '../../../host/words';
import type { Reservation } from '../../../reservations/model';
import { areOneFamily, exchangeCutOff, fallsUnderExchangeCutOff } from '../../../reservations/policy';
import type { Mark } from '../../shared/messages';
import type { DraftPurchase } from '../messages';

interface Given {
	readonly reservation: Reservation;
	readonly quantity: number | undefined;
}

/** @param now ms since the epoch */
export function warnings(given: readonly Given[], bought: readonly DraftPurchase[], now: number): Mark[] {
	if (given.length === 0 && bought.length === 0) return [];
	return [...families(given, bought), ...legacy(bought), ...cutOff(given, bought, now), ...effects(given, bought)];
}

const warning = (text: string): Mark => ({ icon: 'warning', tone: 'warning', text });
const info = (text: string): Mark => ({ icon: 'info', tone: 'info', text });

/** rules 3.1 */
function families(given: readonly Given[], bought: readonly DraftPurchase[]): Mark[] {
	const types = [
		...new Set([...given.map(({ reservation }) => reservation.resourceType), ...bought.map(({ resourceType }) => resourceType)]),
	];
	if (areOneFamily(types)) return [];
	const text = vscode.l10n.t(
		'{0} are different kinds of products: only the same kind can be exchanged. Return the one and buy the other instead.',
		list(types.map(typeWords)),
	);
	return [{ icon: 'error', tone: 'bad', text }];
}

/** rules 3.11 */
function legacy(bought: readonly DraftPurchase[]): Mark[] {
	const { l10n } = vscode;
	return bought
		.filter(({ term, legacyTerms }) => legacyTerms.includes(term))
		.map(({ product, term }) =>
			warning(
				l10n.t('{0} is of a legacy series that is not sold any more for {1}: Azure will refuse it.', product, termWords(term)),
			),
		);
}

/** rules 3.10 */
function cutOff(given: readonly Given[], bought: readonly DraftPurchase[], now: number): Mark[] {
	const { l10n } = vscode;
	const day = date(exchangeCutOff);
	const concerned = given.filter(({ reservation }) => fallsUnderExchangeCutOff(reservation));
	const news = bought.filter((one) => fallsUnderExchangeCutOff(one));
	const late = concerned.filter(({ reservation }) => (reservation.purchasedAt ?? 0) >= exchangeCutOff);
	if (late.length > 0) {
		const names = list(late.map(({ reservation }) => reservation.name));
		return [{ icon: 'error', tone: 'bad', text: l10n.t('{0}: bought after {1}, so it can’t be exchanged.', names, day) }];
	}
	if (now >= exchangeCutOff && (concerned.length > 0 || news.length > 0))
		return [
			warning(
				l10n.t('This is the last exchange: what is bought in it can’t be exchanged any more, as it is bought after {0}.', day),
			),
		];
	return news.length > 0
		? [
				info(
					l10n.t(
						'What is bought before {0} can be exchanged one more time after that day; what is bought later can’t be exchanged. A trade-in for a savings plan stays possible.',
						day,
					),
				),
			]
		: [];
}

/** rules 3.7, 3.8, 3.12 and 8 */
function effects(given: readonly Given[], bought: readonly DraftPurchase[]): Mark[] {
	const { l10n } = vscode;
	const inPart = given.filter(
		({ reservation: { quantity: all }, quantity }) => quantity !== undefined && all !== undefined && quantity < all,
	);
	const renewing = bought.filter(({ renew }) => renew);
	return [
		info(l10n.t('The term starts anew on the day of the exchange, with the full time of the new term.')),
		info(l10n.t('It is billed as a return and a new purchase: the new one is charged in full or from its first month on.')),
		info(
			l10n.t('The scope of the old reservations is not carried over. Each new one gets the scope that is chosen in its line.'),
		),
		...(renewing.length > 0
			? [
					warning(
						l10n.t(
							'Renewal is on for {0}: at the end it is bought again, at the price of then.',
							list(renewing.map(({ name }) => name)),
						),
					),
				]
			: [info(l10n.t('Renewal is off for the new reservations. The Azure portal would switch it on by default.'))]),
		...(inPart.length > 0
			? [
					info(
						l10n.t(
							'Given back in part: {0}. The rest goes on as a new reservation with a new ID.',
							list(inPart.map(({ reservation }) => reservation.name)),
						),
					),
				]
			: []),
	];
}
