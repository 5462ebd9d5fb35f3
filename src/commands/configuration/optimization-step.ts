/** The step that asks what a reservation of virtual machines is optimized for (rules 6). */
import * as vscode from 'vscode';
import { type ListItem, listStep, type Place } from './steps';
import type { Subject, Wish } from './wish';

type Flexibility = 'On' | 'Off';

/** Capacity priority is only for the scope of one subscription or resource group: where it is not, the reason stands beside it. */
export function optimizationStep(place: Place, { reservations: [reservation] }: Subject, wish: Wish) {
	const { t } = vscode.l10n;
	const isMachine = reservation?.instanceFlexibility !== undefined;
	const isSingle = reservation?.scope.kind === 'Single' || reservation?.scope.kind === 'ResourceGroup';
	const item = (value: Flexibility, icon: string, label: string, detail: string, obstacle?: string): ListItem<Flexibility> => {
		const isNow = reservation?.instanceFlexibility === value;
		const reason = isNow
			? t('It is so already.')
			: isMachine
				? obstacle
				: t('This is for reservations of virtual machines only.');
		const mark = isNow ? 'check' : reason === undefined ? icon : 'circle-slash';
		return {
			...{ value, label: `$(${mark}) ${label}`, picked: isNow },
			description: isNow ? t('now') : reason === undefined ? '' : t('not possible'),
			detail: isNow || reason === undefined ? detail : reason,
			...(reason !== undefined && { reason }),
		};
	};
	return listStep<Flexibility>(place, {
		placeholder: t('What shall it be optimized for?'),
		items: async () => [
			item('On', 'arrow-both', t('Instance Size Flexibility'), t('The discount also applies to other sizes of the same group.')),
			item(
				'Off',
				'server',
				t('Capacity Priority'),
				t('The discount applies to this size alone, and capacity is kept for it.'),
				isSingle ? undefined : t('It is possible only with the scope of one subscription or one resource group.'),
			),
		],
		chosen: (instanceFlexibility) => {
			wish.change = { instanceFlexibility };
		},
	});
}
