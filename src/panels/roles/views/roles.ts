/** The Access Control page in words: who has access, the form, the role that is to be removed, the result. */
import * as vscode from 'vscode';
import type { Cloud } from '../../../azure/cloud';
import type { ServiceFailure } from '../../../azure/failure';
import type { Customer, Known, Reservation, ReservationRef } from '../../../reservations/model';
import type { RoleAssignments, RoleResult } from '../../../reservations/roles/model';
import { stateMark } from '../../overview/state-mark';
import { headerView } from '../../shared/header';
import { failedResult, partState } from '../../shared/problem';
import type { Result, Roles } from '../messages';
import { type FormState, grantView } from './grant';
import { labels } from './labels';
import { membersView } from './members';
import { type RemovalState, removalView } from './removal';

export interface Input {
	readonly ref: ReservationRef;
	readonly known: Known<RoleAssignments>;
	readonly reservation?: Reservation | undefined;
	readonly customer?: Customer | undefined;
	readonly cloud?: Cloud | undefined;
	readonly form: FormState;
	readonly removal: RemovalState;
	readonly outcome: { readonly result: RoleResult } | { readonly failure: ServiceFailure } | undefined;
	readonly busy: string | undefined;
}

export function rolesView({ ref, known, reservation, customer, cloud, form, removal, outcome, busy }: Input): Roles {
	const { l10n } = vscode;
	const { value } = known;
	return {
		type: 'roles',
		...partState(known, l10n.t('Role assignments')),
		empty: value?.members.length === 0 ? l10n.t('No role on this reservation is visible with this account.') : undefined,
		revision: form.revision,
		saved: { ...ref, draft: form.draft },
		labels: labels(),
		header: headerView({
			name: l10n.t('Access Control: {0}', reservation?.name ?? ref.reservationId),
			tenantId: ref.tenantId,
			customer,
			cloud,
			marks: reservation === undefined ? [] : [stateMark(reservation.state, reservation.statusCode)],
		}),
		advice: l10n.t(
			'Assign roles on the reservation order: its reservations inherit them, and exchange and return need them there. Roles from Azure Lighthouse do not count for reservations.',
		),
		warnings: value === undefined ? [] : warnings(value),
		members: membersView(value?.members ?? []),
		grant: value === undefined ? undefined : grantView(form, value),
		removal: removalView(removal, value),
		result: outcome && resultView(outcome),
		busy,
	};
}

function warnings({ orderFailure, reservationFailure, notRead }: RoleAssignments): string[] {
	const { l10n } = vscode;
	const sentence = (what: string, { message, details }: ServiceFailure) =>
		[what, message, details.missingRight && l10n.t('Missing right: {0}.', details.missingRight), details.remedy]
			.filter((one) => one !== undefined)
			.join(' ');
	return [
		...(orderFailure === undefined
			? []
			: [sentence(l10n.t('The roles on the reservation order could not be read.'), orderFailure)]),
		...(reservationFailure === undefined
			? []
			: [sentence(l10n.t('The roles on the reservation alone could not be read.'), reservationFailure)]),
		...notRead,
	];
}

function resultView(outcome: NonNullable<Input['outcome']>): Result {
	if ('result' in outcome) {
		const { outcome: what, text } = outcome.result;
		const wasSo = what === 'there' || what === 'gone';
		return { mark: { icon: wasSo ? 'info' : 'pass', tone: wasSo ? 'info' : 'good', text } };
	}
	return { ...failedResult(outcome.failure), support: vscode.l10n.t('New Support Request…') };
}
