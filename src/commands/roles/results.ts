/** What became of each of many orders, sorted and in words: nothing is left unsaid. */
import * as vscode from 'vscode';
import { reservationOrderCount } from '../../host/counts';
import { moment, number } from '../../host/formats';
import type { ReservationsService } from '../../reservations/api';
import type { GrantLine } from '../../reservations/roles/model';

const order = ['failed', 'cancelled', 'there', 'granted'] as const;

/** What the names come from. */
type Names = Pick<ReservationsService, 'getCustomer' | 'getReservations'>;

/** One sentence that counts every order. */
export function summaryOf(lines: readonly GrantLine[]): string {
	const { l10n } = vscode;
	const count = (wanted: GrantLine['outcome']) => lines.filter(({ outcome }) => outcome === wanted).length;
	const [granted, there, failed, cancelled] = [count('granted'), count('there'), count('failed'), count('cancelled')];
	return [
		l10n.t('Role assigned on {0} of {1}', number(granted), reservationOrderCount(lines.length)),
		...(there > 0 ? [l10n.t('{0} had it already', number(there))] : []),
		...(failed > 0 ? [l10n.t('{0} not assigned', number(failed))] : []),
		...(cancelled > 0 ? [l10n.t('{0} not begun', number(cancelled))] : []),
	]
		.join(', ')
		.concat('.');
}

/** The document: a line for each order, with its reason where there is one. */
export function resultText(title: string, lines: readonly GrantLine[], names: Names): string {
	const { l10n } = vscode;
	const headings: Readonly<Record<GrantLine['outcome'], string>> = {
		failed: l10n.t('Not assigned'),
		cancelled: l10n.t('Not begun, as it was cancelled before'),
		there: l10n.t('Had it already'),
		granted: l10n.t('Assigned'),
	};
	const parts = order.flatMap((outcome) => {
		const some = lines.filter((line) => line.outcome === outcome);
		if (some.length === 0) return [];
		return [[`\n${headings[outcome]} (${number(some.length)})`, ...some.map((line) => `- ${lineText(line, names)}`)].join('\n')];
	});
	return [title, moment(Date.now()), summaryOf(lines), ...parts, ''].join('\n');
}

function lineText(line: GrantLine, names: Names): string {
	const { tenantId, orderId, outcome, result, failure } = line;
	const customer = names.getCustomer(tenantId)?.name ?? tenantId;
	const where = orderId === undefined ? customer : `${customer} · ${orderName(tenantId, orderId, names)}`;
	const why =
		outcome === 'cancelled'
			? vscode.l10n.t('Nothing was sent.')
			: (result?.text ?? [failure?.message, failure?.details.remedy].filter((one) => one !== undefined).join(' '));
	const correlation = failure?.details.correlationId;
	const facts = correlation === undefined ? '' : ` (${vscode.l10n.t('correlation ID {0}', correlation)})`;
	return `${where}\n  ${why}${facts}`;
}

/** Orders have no name of their own that anybody knows: the reservations in it tell which one it is. */
function orderName(tenantId: string, orderId: string, names: Names): string {
	const all = names.getReservations(tenantId).value?.reservations ?? [];
	const own = all.filter((it) => it.orderId === orderId).map(({ name }) => name);
	return [...new Set(own), orderId].join(' · ');
}
