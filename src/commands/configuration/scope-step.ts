/** The step that asks where a reservation is applied: all places that the account sees, each with whether Azure takes it. */
import * as vscode from 'vscode';
import type { ServiceFailure } from '../../azure/failure';
import { escapeIcons } from '../../host/markup';
import { type ListItem, listStep, type Place } from '../../host/quick-steps';
import type { ConfigurationService } from '../../reservations/configuration/api';
import type { ScopeTarget } from '../../reservations/configuration/model';
import { line } from '../../tree/text';
import type { Subject, Wish } from './wish';

const icons: Readonly<Record<ScopeTarget['kind'], string>> = {
	Shared: 'globe',
	ManagementGroup: 'type-hierarchy',
	Single: 'key',
	ResourceGroup: 'folder',
};

/** Asks for the scope. @throws ServiceFailure when the reservations can't be read */
export function scopeStep(place: Place, service: ConfigurationService, { reservations }: Subject, wish: Wish) {
	return listStep<ScopeTarget>(place, {
		placeholder: vscode.l10n.t('Where shall it apply? Type to search'),
		items: async (signal) => {
			const { targets, failures } = await service.scopeTargets(reservations, signal);
			return [...failureItems(failures), ...targetItems(targets)];
		},
		active: ({ picked }) => picked === true,
		chosen: (target) => {
			wish.change = { scope: target.scope };
			wish.scopeName = nameOf(target);
		},
	});
}

/** The targets in the order in which Azure narrows them, resource groups below their subscription. */
export function targetItems(targets: readonly ScopeTarget[]): ListItem<ScopeTarget>[] {
	const { l10n } = vscode;
	const of = (...kinds: readonly ScopeTarget['kind'][]) => targets.filter(({ kind }) => kinds.includes(kind)).map(itemOf);
	return [
		...section(l10n.t('All subscriptions of the customer'), of('Shared')),
		...section(l10n.t('Management groups'), of('ManagementGroup')),
		...section(l10n.t('Subscriptions and their resource groups'), of('Single', 'ResourceGroup')),
	];
}

function itemOf(target: ScopeTarget): ListItem<ScopeTarget> {
	const { l10n } = vscode;
	const { kind, name, id, subscription, isAccepted, isCurrent } = target;
	const isPossible = isAccepted !== false && !isCurrent;
	const indent = kind === 'ResourceGroup' ? '\u2003' : '';
	const mark = isCurrent ? 'check' : isPossible ? icons[kind] : 'circle-slash';
	return {
		label: `${indent}$(${mark}) ${escapeIcons(name)}`,
		description: escapeIcons(
			line([
				isCurrent ? l10n.t('now') : isPossible ? undefined : l10n.t('not possible'),
				kind === 'Shared' ? l10n.t('every eligible subscription') : undefined,
				kind === 'ResourceGroup' ? l10n.t('resource group in {0}', subscription ?? '') : undefined,
				kind === 'Single' ? id?.split('/').at(-1) : undefined,
			]),
		),
		...(target.reason !== undefined && !isCurrent && { detail: `${indent}${escapeIcons(target.reason)}` }),
		value: target,
		picked: isCurrent,
		...(!isPossible && {
			reason: isCurrent ? l10n.t('It is applied there already.') : (target.reason ?? l10n.t('Azure does not take it.')),
		}),
	};
}

function nameOf({ kind, name, subscription }: ScopeTarget): string {
	const { l10n } = vscode;
	switch (kind) {
		case 'Shared':
			return name;
		case 'ManagementGroup':
			return l10n.t('Management group {0}', name);
		case 'Single':
			return l10n.t('Subscription {0}', name);
		case 'ResourceGroup':
			return l10n.t('Resource group {0} in {1}', name, subscription ?? '');
	}
}

/** What could not be read is said first: places may be missing. */
function failureItems(failures: readonly ServiceFailure[]): ListItem<ScopeTarget>[] {
	return section(
		vscode.l10n.t('Places may be missing'),
		failures.map(({ message }) => ({ label: `$(warning) ${escapeIcons(message)}`, alwaysShow: true })),
	);
}

/** Items below a heading; nothing where there are none. */
export function section<T>(label: string, items: readonly ListItem<T>[]): ListItem<T>[] {
	return items.length === 0 ? [] : [{ label, kind: vscode.QuickPickItemKind.Separator }, ...items];
}
