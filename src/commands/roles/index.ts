/** Grant AdminAgents Access…: gives a partner group one role on many orders. The entry of a bundle that it is loaded from. */
import * as vscode from 'vscode';
import { ServiceFailure } from '../../azure/failure';
import { reservationOrderCount } from '../../host/counts';
import { isNewOrders } from '../../host/new-order-access';
import { listStep, type Place, runSteps } from '../../host/quick-steps';
import type { ReservationsService } from '../../reservations/api';
import type { BatchTarget, Principal } from '../../reservations/roles/model';
import type { CommandContext } from '../context';
import { giveAll } from './batch';
import { batchTargets } from './targets';

/** What is chosen before anything is sent. */
interface Choice {
	group: Principal;
	roleName: string;
}

/** The roles that are offered, by their names in the tenants (rules 1.4). */
const roleNames = ['Owner', 'Reservations Administrator', 'Reservations Contributor', 'Reservations Reader', 'Reader'];

/** @throws ServiceFailure when the partner's groups can't be read, or there are none */
export async function grantAdminAgents(context: CommandContext, args: readonly unknown[]): Promise<void> {
	const service = await context.session.service();
	const targets = await batchTargets(context, args);
	if (targets.length === 0) return;
	const groups = await service.roles.partnerGroups();
	const isClear = isNewOrders(args[0]);
	const agents = groups.find(({ partnerGroup }) => partnerGroup === 'AdminAgents');
	const group = isClear ? agents : (agents ?? groups[0]);
	if (group === undefined) throw noGroups(service);
	const choice: Choice = { group, roleName: roleNames[0] ?? '' };
	const title = vscode.l10n.t('Grant AdminAgents Access');
	const steps = [
		(place: Place) => groupStep(place, groups, choice),
		(place: Place) => roleStep(place, choice),
		(place: Place) => confirmStep(place, service, targets, choice),
	];
	// From the message of an exchange it is clear who gets what, and where.
	if (!isClear && !(await runSteps(title, steps))) return;
	await giveAll(context, targets, { roleName: choice.roleName, principal: choice.group });
}

function groupStep(place: Place, groups: readonly Principal[], choice: Choice) {
	return listStep<Principal>(place, {
		placeholder: vscode.l10n.t('Which partner group gets access'),
		items: async () =>
			groups.map((value) => ({ label: `$(briefcase) ${value.name ?? value.id}`, detail: value.detail ?? '', value })),
		active: ({ value }) => value?.id === choice.group.id,
		chosen: (group) => {
			choice.group = group;
		},
	});
}

function roleStep(place: Place, choice: Choice) {
	return listStep<string>(place, {
		placeholder: vscode.l10n.t('Which role it gets on each reservation order'),
		items: async () => roleNames.map((value) => ({ label: `$(key) ${value}`, detail: whatFor(value), value })),
		active: ({ value }) => value === choice.roleName,
		chosen: (roleName) => {
			choice.roleName = roleName;
		},
	});
}

function confirmStep(place: Place, service: ReservationsService, targets: readonly BatchTarget[], { group, roleName }: Choice) {
	const { l10n } = vscode;
	const name = group.name ?? group.id;
	return listStep<true>(place, {
		placeholder: l10n.t('Nothing has been sent yet. Enter assigns the role, Escape leaves it'),
		items: async () => [
			{
				label: `$(check) ${l10n.t('Assign the Role “{0}” to “{1}”', roleName, name)}`,
				detail: l10n.t('Orders that have it already are left as they are.'),
				value: true,
			},
			{ label: l10n.t('Where'), kind: vscode.QuickPickItemKind.Separator },
			...whereLines(service, targets).map((label) => ({ label: `$(organization) ${label}` })),
		],
		chosen: () => undefined,
	});
}

/** A line for each customer: all its orders in force, or how many of them. */
function whereLines(service: ReservationsService, targets: readonly BatchTarget[]): string[] {
	const { l10n } = vscode;
	return [...Map.groupBy(targets, ({ tenantId }) => tenantId)].map(([tenantId, some]) => {
		const name = service.getCustomer(tenantId)?.name ?? tenantId;
		if (some.some(({ orderId }) => orderId === undefined)) return l10n.t('{0}: all reservation orders in force', name);
		const count = new Set(some.map(({ orderId }) => orderId)).size;
		return `${name}: ${reservationOrderCount(count)}`;
	});
}

function whatFor(roleName: string): string {
	const { l10n } = vscode;
	switch (roleName) {
		case 'Owner':
			return l10n.t('View, change, exchange, return, assign roles');
		case 'Reservations Administrator':
			return l10n.t('View, change, exchange, return, assign roles; reservations only');
		case 'Reservations Contributor':
			return l10n.t('View and change; whether it exchanges and returns Azure decides');
		default:
			return l10n.t('View only: no exchange and no return');
	}
}

function noGroups({ cloud }: ReservationsService): ServiceFailure {
	return new ServiceFailure(
		'NotFound',
		vscode.l10n.t('Your company’s directory has no group AdminAgents that your account can see. Nothing was changed.'),
		{
			customerTenantId: cloud.partnerTenantId,
			remedy: vscode.l10n.t('Sign in with an account of your company’s Partner Center directory.'),
		},
	);
}
