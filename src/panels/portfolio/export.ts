/** Export Portfolio…: writes rows of the table to a file of the user's choice; its ending says as what. */
import * as vscode from 'vscode';
import type { Cloud } from '../../azure/cloud';
import { ServiceFailure } from '../../azure/failure';
import { reservationCount } from '../../host/counts';
import { moment } from '../../host/formats';
import { suggestedFile } from '../../host/suggested-file';
import type { HeldRows } from '../../reservations/table/api';
import { csvText, jsonText, markdownText } from '../../reservations/table/export';
import { writeFileFrom } from '../../reservations/table/export-file';
import type { ColumnName } from './messages';
import { exportedColumns } from './views/exported-columns';

interface Exported {
	readonly rows: HeldRows;
	readonly columns: readonly ColumnName[];
	readonly cloud: Cloud;
}

/**
 * @returns where it went; undefined when the user gave up
 * @throws ServiceFailure when the file can't be written; then no file was changed
 */
export async function exportRows(exported: Exported): Promise<vscode.Uri | undefined> {
	const { l10n } = vscode;
	const count = reservationCount(exported.rows.length);
	const target = await vscode.window.showSaveDialog({
		title: l10n.t('Export {0}', count),
		filters: { CSV: ['csv'], JSON: ['json'], Markdown: ['md'] },
		defaultUri: suggestedFile('reservations', 'csv'),
	});
	if (target === undefined) return undefined;
	const progress = { location: vscode.ProgressLocation.Notification, title: l10n.t('Exporting {0}', count), cancellable: true };
	await vscode.window.withProgress(progress, async (_, token) => {
		const stop = new AbortController();
		token.onCancellationRequested(() => stop.abort());
		await write(target, textOf(target, exported), stop.signal);
	});
	const open = l10n.t('Open');
	const message = l10n.t('{0} exported to {1}.', count, target.fsPath);
	void vscode.window.showInformationMessage(message, open).then((answer) => {
		if (answer === open) void vscode.commands.executeCommand('vscode.open', target);
	});
	return target;
}

function textOf({ path }: vscode.Uri, { rows, columns, cloud }: Exported): Iterable<string> {
	const now = Date.now();
	const ending = path.toLowerCase();
	if (ending.endsWith('.json')) return jsonText(rows, { cloud, now });
	if (!ending.endsWith('.md')) return csvText(rows, { cloud, now });
	return markdownText(rows, exportedColumns(columns, now), vscode.l10n.t('Reservations, {0}', moment(now)));
}

/** A file of this computer is written as it is made; any other place takes it whole. */
async function write(target: vscode.Uri, parts: Iterable<string>, signal: AbortSignal): Promise<void> {
	try {
		if (target.scheme === 'file') await writeFileFrom(target.fsPath, parts, signal);
		else await vscode.workspace.fs.writeFile(target, new TextEncoder().encode([...parts].join('')));
	} catch (error) {
		signal.throwIfAborted();
		const { message } = error instanceof Error ? error : new Error(String(error));
		throw new ServiceFailure(
			'Refused',
			vscode.l10n.t('The export could not be written to {0}. No file was changed.', target.fsPath),
			{
				remedy: vscode.l10n.t('Choose another folder, or make room there, and export again. The system says: {0}', message),
				cause: error,
			},
		);
	}
}
