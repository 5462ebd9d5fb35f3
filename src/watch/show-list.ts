/** The watch list as quick picks: first what there is with its counts, then all rows of what was chosen; few things are shown at once. */
import * as vscode from 'vscode';
import type { CommandId } from '../host/command-ids';
import { customerCount } from '../host/counts';
import { moment, number } from '../host/formats';
import { listStep, type Place, runSteps } from '../host/quick-steps';
import type { ReservationsService } from '../reservations/api';
import type { WatchList } from '../reservations/watch/model';
import { failedRow, type Row } from './rows';
import { type Sort, sortsOf } from './sorts';

/** So many rows are taken in at a glance. */
const handful = 7;

/** Where nothing needs a look, it says so, and of how many customers something is known. */
export async function showWatchList(service: ReservationsService): Promise<void> {
	const { l10n } = vscode;
	await service.watch.ready();
	const list = service.watch.list();
	const found = sortsOf(service, list);
	if (found.length === 0) return offerScan(list);
	const sorts = list.customersUnknown === 0 ? found : [...found, unknownSort(service, list)];
	const size = sorts.reduce((sum, one) => sum + (one.isPartOfNext === true ? 0 : one.size), 0);
	let chosen: Sort | undefined;
	let act: Row['value'];
	const title = l10n.t('Watch List');
	const chooseSort = (place: Place) =>
		listStep<Sort>(place, {
			placeholder: standingWords(list),
			items: async () =>
				sorts.map((value) => ({
					label: value.title,
					iconPath: new vscode.ThemeIcon(value.icon),
					description: value.count,
					value,
				})),
			active: ({ value }) => value === chosen,
			chosen: (value) => {
				chosen = value;
			},
		});
	const chooseRow = (place: Place) =>
		listStep<NonNullable<Row['value']>>(
			{ ...place, title: chosen === undefined ? title : `${title}: ${chosen.title}` },
			{
				placeholder: l10n.t('Type a customer, a name or a product'),
				items: async () => chosen?.rows() ?? underHeadings(sorts),
				chosen: (value) => {
					act = value;
				},
			},
		);
	const isDone = await runSteps(title, size > handful ? [chooseSort, chooseRow] : [chooseRow]);
	if (isDone) await act?.();
}

function underHeadings(sorts: readonly Sort[]): readonly Row[] {
	const kind = vscode.QuickPickItemKind.Separator;
	return sorts
		.filter(({ isPartOfNext }) => isPartOfNext !== true)
		.flatMap(({ title, rows }) => [{ label: title, kind }, ...rows()]);
}

/** Of whom the list says nothing, and what helps. */
function unknownSort(service: ReservationsService, { customersUnknown }: WatchList): Sort {
	const { l10n } = vscode;
	const failed = service.scan.neverRead();
	const count =
		failed.length === 0
			? customerCount(customersUnknown)
			: l10n.t('{0}, could not be read: {1}', customerCount(customersUnknown), number(failed.length));
	const scan: Row = { label: l10n.t('Scan All Customers'), value: scanAll, iconPath: new vscode.ThemeIcon('sync') };
	return {
		...{ title: l10n.t('Not known yet'), icon: 'question', count, size: 1 + failed.length },
		rows: () => [scan, ...failed.map((one) => failedRow(service, one))],
	};
}

async function scanAll(): Promise<void> {
	await vscode.commands.executeCommand('cspReservations.scanAll' satisfies CommandId);
}

async function offerScan(list: WatchList): Promise<void> {
	const scan = vscode.l10n.t('Scan All Customers');
	const buttons = list.customersUnknown === 0 ? [] : [scan];
	if ((await vscode.window.showInformationMessage(nothingWords(list), ...buttons)) === scan) await scanAll();
}

/** Of how many customers something is known, and of when the oldest of it is. */
function standingWords({ customersKnown, customersUnknown, oldestAsOf }: WatchList): string {
	const { l10n } = vscode;
	const [known, all] = [number(customersKnown), customerCount(customersKnown + customersUnknown)];
	if (oldestAsOf === undefined) return l10n.t('What needs a look at {0} of {1}', known, all);
	return l10n.t('What needs a look at {0} of {1}, the oldest data of {2}', known, all, moment(oldestAsOf));
}

function nothingWords({ customersKnown, customersUnknown }: WatchList): string {
	const { l10n } = vscode;
	const all = customerCount(customersKnown + customersUnknown);
	if (customersUnknown === 0) return l10n.t('Nothing needs a look. Looked at: {0}.', all);
	return l10n.t('Nothing needs a look at {0} of {1}; of the others nothing is known yet.', number(customersKnown), all);
}
