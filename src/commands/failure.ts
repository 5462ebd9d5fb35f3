/** Show Details of a failure: everything that is known of it, to read and to copy for support. */
import * as vscode from 'vscode';
import { isServiceFailure, type ServiceFailure } from '../azure/failure';
import { isTreeNode } from '../tree/nodes';
import type { CommandContext } from './context';
import { say } from './copy';

/** @returns the details as text, once the user has closed them */
export async function showFailure(context: CommandContext, args: readonly unknown[]): Promise<string | undefined> {
	const failure = failureOf(args[0]) ?? context.view.connectionError ?? context.session.current?.getCustomers().failure;
	if (failure === undefined) {
		say(vscode.l10n.t('There is no failure to show'));
		return undefined;
	}
	const message = failure instanceof Error ? failure.message : String(failure);
	const details = isServiceFailure(failure) ? detailsOf(failure, context) : '';
	const copy = vscode.l10n.t('Copy Details');
	const showLog = vscode.l10n.t('Show Log');
	const answer = await vscode.window.showErrorMessage(message, { modal: true, detail: details }, copy, showLog);
	const text = [message, details].filter((part) => part !== '').join('\n\n');
	if (answer === copy) {
		await vscode.env.clipboard.writeText(text);
		say(vscode.l10n.t('Copied the details of the failure'));
	}
	if (answer === showLog) context.log.show();
	return text;
}

function failureOf(value: unknown): ServiceFailure | undefined {
	if (isServiceFailure(value)) return value;
	if (!isTreeNode(value)) return undefined;
	return value.kind === 'failure' || value.kind === 'note' ? value.failure : undefined;
}

function detailsOf({ kind, details }: ServiceFailure, context: CommandContext): string {
	const { l10n } = vscode;
	const customer =
		details.customerTenantId === undefined ? undefined : context.session.current?.getCustomer(details.customerTenantId);
	const rows: readonly (readonly [label: string, value: string | number | undefined])[] = [
		[l10n.t('Next step'), details.remedy],
		[l10n.t('Missing right'), details.missingRight],
		[l10n.t('Seconds to wait'), details.waitSeconds],
		[l10n.t('Customer'), customer?.name],
		[l10n.t('Customer tenant ID'), details.customerTenantId],
		[l10n.t('Kind'), kind],
		[l10n.t('Code'), details.code],
		[l10n.t('HTTP status'), details.status],
		[l10n.t('Correlation ID'), details.correlationId],
		// UTC in the form that support asks for.
		[l10n.t('Time'), details.at === undefined ? undefined : new Date(details.at).toISOString()],
		[l10n.t('The service said'), details.detail],
	];
	return rows
		.filter(([, value]) => value !== undefined && value !== '')
		.map(([label, value]) => `${label}: ${value}`)
		.join('\n');
}
