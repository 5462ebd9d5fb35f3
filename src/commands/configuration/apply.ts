/** Sends the change of one reservation and tells what became of it. */
import * as vscode from 'vscode';
import { isServiceFailure, type ServiceFailure } from '../../azure/failure';
import { showChange } from '../../host/change-notices';
import type { CommandId } from '../../host/command-ids';
import type { ChangeResult } from '../../reservations/configuration/model';
import type { CommandContext } from '../context';

/**
 * Does the work with a progress, which can't be cancelled: what is sent is sent.
 * @param startAgain offered when the service refuses, as the reservation may be another one by now
 * @throws ServiceFailure other than `Refused`, before anything was sent
 */
export async function apply(
	context: CommandContext,
	title: string,
	work: () => Promise<ChangeResult>,
	startAgain?: () => void,
): Promise<ChangeResult | undefined> {
	const { operations } = await context.operations.desk();
	const result = await vscode.window
		.withProgress({ location: vscode.ProgressLocation.Notification, title }, work)
		.then(undefined, (error: unknown) => {
			if (!isServiceFailure(error) || error.kind !== 'Refused') throw error;
			showRefusal(error, startAgain);
			return undefined;
		});
	if (result?.outcome === 'unchanged') void vscode.window.showInformationMessage(result.explanation);
	if (result?.outcome === 'sent') {
		await operations.claimTelling(result.record);
		showChange(result.record, operations, startAgain);
	}
	return result;
}

/** Nothing was sent: says what is different now, and offers to look again. */
function showRefusal(failure: ServiceFailure, startAgain: (() => void) | undefined): void {
	const again = vscode.l10n.t('Start Again');
	const details = vscode.l10n.t('Show Details');
	const message = [failure.message, failure.details.remedy].filter((part) => part !== undefined).join(' ');
	const buttons = startAgain === undefined ? [details] : [again, details];
	void vscode.window.showErrorMessage(message, ...buttons).then((answer) => {
		if (answer === again) startAgain?.();
		if (answer === details) void vscode.commands.executeCommand('cspReservations.showFailure' satisfies CommandId, failure);
	});
}
