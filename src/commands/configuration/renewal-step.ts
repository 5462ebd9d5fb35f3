/** The steps that ask what happens at the end of the term: renewal on or off, or on with another quantity, term or billing. */
import * as vscode from 'vscode';
import { number } from '../../host/formats';
import { type ListItem, listStep, type Place, textStep } from '../../host/quick-steps';
import { billingPlanWords, termWords } from '../../host/words';
import type { RenewalChange } from '../../reservations/configuration/model';
import type { Reservation } from '../../reservations/model';
import { seriesNotRenewed } from '../../reservations/policy';
import type { Subject, Wish } from './wish';

/** Terms that Azure sells (arm-contract 4.2). */
const terms = ['P1Y', 'P3Y', 'P5Y'];
const plans = ['Upfront', 'Monthly'] as const;

type Kind = 'on' | 'off' | 'quantity' | 'term' | 'plan';

/** Asks what to set of the renewal. @param detail told which; a switch needs no second step */
export function renewalStep(place: Place, { reservations }: Subject, wish: Wish, detail: (kind: Kind) => void) {
	const { l10n } = vscode;
	// What Azure does not tell of can be set either way.
	const on = reservations.every(({ renew }) => renew === true);
	const off = reservations.every(({ renew }) => renew === false);
	const item = (value: Kind, icon: string, label: string, more: string, isNow = false): ListItem<Kind> => ({
		...{ value, label: `$(${isNow ? 'check' : icon}) ${label}`, detail: more, picked: isNow },
		...(isNow && { description: l10n.t('now'), reason: l10n.t('It is so already.') }),
	});
	const fails = failing(reservations);
	return listStep<Kind>(place, {
		placeholder: l10n.t('What shall happen at the end of the term?'),
		items: async () => [
			item(
				'on',
				'history',
				l10n.t('Renew Automatically'),
				fails ?? l10n.t('The same is bought again at the end of the term.'),
				on,
			),
			item('off', 'circle-slash', l10n.t('Do Not Renew'), l10n.t('It ends; what runs goes on at pay-as-you-go prices.'), off),
			{ label: l10n.t('Renew with other terms'), kind: vscode.QuickPickItemKind.Separator },
			item('quantity', 'symbol-number', l10n.t('Other Quantity…'), fails ?? l10n.t('Renew with another number of units.')),
			item('term', 'calendar', l10n.t('Other Term…'), l10n.t('Renew for another number of years.')),
			item('plan', 'credit-card', l10n.t('Other Billing Plan…'), fails ?? l10n.t('Renew and pay upfront or monthly.')),
		],
		chosen: (kind) => {
			if (kind === 'on' || kind === 'off') wish.change = { renewal: { on: kind === 'on' } };
			detail(kind);
		},
	});
}

/** Asks for the value of the terms that were chosen before. */
export function renewalTermStep(place: Place, kind: Kind, { reservations }: Subject, wish: Wish) {
	const { l10n } = vscode;
	const set = (renewal: RenewalChange['terms']) => {
		wish.change = { renewal: { on: true, terms: renewal } };
	};
	if (kind === 'quantity') {
		return textStep(place, {
			prompt: l10n.t('Units that the renewal buys'),
			// Nothing is proposed where Azure does not tell it.
			value: String(reservations[0]?.quantity ?? ''),
			check: (text) =>
				/^\s*[1-9]\d{0,5}\s*$/.test(text) ? undefined : l10n.t('The quantity has to be a whole number from 1 to {0}.', 999_999),
			chosen: (text) => set({ quantity: Number(text) }),
		});
	}
	const choices =
		kind === 'term'
			? terms.map((term) => {
					const detail = failing(reservations, term);
					return { label: termWords(term), value: { term }, ...(detail !== undefined && { detail }) };
				})
			: plans.map((billingPlan) => ({ label: billingPlanWords(billingPlan) ?? billingPlan, value: { billingPlan } }));
	return listStep<NonNullable<RenewalChange['terms']>>(place, {
		placeholder: kind === 'term' ? l10n.t('Term of the renewal') : l10n.t('How is the renewal paid?'),
		items: async () => choices,
		chosen: set,
	});
}

/**
 * That renewals of these will fail, as their VM series are not renewed any more (rules 3.11); undefined: nothing of that kind is known.
 * @param term of the renewals, where it is set
 */
function failing(reservations: readonly Reservation[], term?: string): string | undefined {
	const { l10n } = vscode;
	const renewals = reservations.map((it) => (term === undefined ? it : { ...it, term }));
	const series = renewals.map((it) => seriesNotRenewed(it, it.expiresAt)).filter((it) => it !== undefined);
	const [[first], [renewal]] = [series, renewals];
	if (first === undefined || renewal === undefined) return undefined;
	return renewals.length === 1
		? l10n.t('It will fail: Microsoft does not renew the VM series {0} for {1} any more.', first, termWords(renewal.term))
		: l10n.t(
				'It will fail for {0} of {1}: Microsoft does not renew their VM series any more.',
				number(series.length),
				number(renewals.length),
			);
}
