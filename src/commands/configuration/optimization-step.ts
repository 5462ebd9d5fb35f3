/** The step that asks what a reservation of virtual machines is optimized for (rules 6). */
import * as vscode from 'vscode';
import { type ListItem, listStep, type Place } from '../../host/quick-steps';
import type { Subject, Wish } from './wish';

type Flexibility = 'On' | 'Off';

/** Capacity priority is only for the scope of one subscription or resource group: where it is not, the reason stands beside it. */
export function optimizationStep(place: Place, { reservations: [reservation] }: Subject, wish: Wish) {
	const { l10n } = vscode;
	const isMachine = reservation?.instanceFlexibility !== undefined;
	const isSingle = reservation?.scope.kind === 'Single' || reservation?.scope.kind === 'ResourceGroup';
	const item = (value: Flexibility, icon: string, label: string, detail: string, obstacle?: string): ListItem<Flexibility> => {
		const isNow = reservation?.instanceFlexibility === value;
		const reason = isNow
			? l10n.t('It is so already.')
			: isMachine
				? obstacle
				: l10n.t('This is for reservations of virtual machines only.');
		const mark = isNow ? 'check' : reason === undefined ? icon : 'circle-slash';
		return {
			...{ value, label: `$(${mark}) ${label}`, picked: isNow },
			description: isNow ? l10n.t('now') : reason === undefined ? '' : l10n.t('not possible'),
			detail: isNow || reason === undefined ? detail : reason,
			...(reason !== undefined && { reason }),
		};
	};
	return listStep<Flexibility>(place, {
		placeholder: l10n.t('What shall it be optimized for?'),
		items: async () => [
			item(
				'On',
				'arrow-both',
				l10n.t('Instance Size Flexibility'),
				l10n.t('The discount also applies to other sizes of the same group.'),
			),
			item(
				'Off',
				'server',
				l10n.t('Capacity Priority'),
				l10n.t('The discount applies to this size alone, and capacity is kept for it.'),
				isSingle ? undefined : l10n.t('It is possible only with the scope of one subscription or one resource group.'),
			),
		],
		chosen: (instanceFlexibility) => {
			wish.change = { instanceFlexibility };
		},
	});
}
