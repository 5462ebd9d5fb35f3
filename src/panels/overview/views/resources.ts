/** The resources that used the reservation on one day. */
import * as vscode from 'vscode';
import { date, number, percent, unknown } from '../../../host/formats';
import type { Known, ResourceUsage, UsagePoint } from '../../../reservations/model';
import { partState } from '../../shared/problem';
import type { Resources } from '../messages';

interface Input {
	/** The chosen day, ms since the epoch, UTC; undefined: none. */
	readonly day: number | undefined;
	readonly usage: Known<readonly ResourceUsage[]>;
	/** The reservation's own use on that day. */
	readonly point: UsagePoint | undefined;
}

export function resourcesView({ day, usage, point }: Input): Resources {
	const { l10n } = vscode;
	const title = day === undefined ? '' : l10n.t('Resources behind {0}', date(day, 'full'));
	return {
		type: 'resources',
		...partState(usage, l10n.t('Resources')),
		day,
		title,
		empty: usage.value?.length === 0 ? emptyText(point) : undefined,
		notes:
			usage.value === undefined || usage.value.length === 0
				? []
				: [l10n.t('Share: hours of the resource out of all hours reserved on that day.')],
		columns: [l10n.t('Resource'), l10n.t('SKU'), l10n.t('Used hours'), l10n.t('Share')],
		rows: usage.value?.map((resource) => row(resource, point)) ?? [],
	};
}

function emptyText(point: UsagePoint | undefined): string {
	return point?.average === 0
		? vscode.l10n.t('No resource used the reservation on this day.')
		: vscode.l10n.t('Azure names no resource for this day. Details can come later than the total.');
}

function row(resource: ResourceUsage, point: UsagePoint | undefined): Resources['rows'][number] {
	// Both are the hours reserved on that day over all units (arm-contract 5).
	const reserved = resource.reservedHours ?? point?.reservedHours;
	return {
		name: resource.resourceName,
		place: place(resource.resourceId),
		sku: resource.sku ?? unknown,
		used: number(resource.usedHours, 1),
		share: reserved === undefined || reserved === 0 ? unknown : percent((resource.usedHours / reserved) * 100),
	};
}

/** Resource group and subscription of an ARM id; some services give a bare name instead (arm-contract 5, instanceId). */
function place(id: string): string | undefined {
	const [, subscription, group] = /^\/subscriptions\/([^/]+)\/resourceGroups\/([^/]+)/i.exec(id) ?? [];
	return subscription === undefined || group === undefined
		? undefined
		: vscode.l10n.t('Resource group {0}, subscription {1}', group, subscription);
}
