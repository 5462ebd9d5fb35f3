/** Failures of sign-ins that the machine provides: the Azure CLI, workload identities, managed identities. */
import * as l10n from '@vscode/l10n';
import { type Asked, interactionRequired, notAllowed } from '../failures';

/** @returns a failure of ours, or the error as it is where the authority itself refused */
export function cliFailure(error: unknown, asked: Asked): unknown {
	if (!(error instanceof Error)) return error;
	const { message } = error;
	if (/claims/i.test(message) && message.includes('az login --claims-challenge')) {
		const what = l10n.t('The tenant {0} wants you to confirm your sign-in of the Azure CLI.', asked.tenantId);
		const remedy = l10n.t('Run “{0}” in a terminal, then try again.', `az login --tenant ${asked.tenantId}`);
		return notAllowed(asked, what, remedy, { code: 'InteractionRequired' });
	}
	if (message.includes('could not be found')) {
		const what = l10n.t('The Azure CLI (az) is not installed, or not on the path of VS Code.');
		return notAllowed(asked, what, l10n.t('Install the Azure CLI and restart VS Code.'), { code: 'AzureCliMissing' });
	}
	if (/AADSTS(50076|50079|50158|70043)/.test(message)) return interactionRequired(asked, { detail: firstLine(message) });
	if (/az login/i.test(message) && !/AADSTS/.test(message)) {
		const what = l10n.t('Nobody is signed in to the Azure CLI.');
		const remedy = l10n.t('Run “{0}” in a terminal, then try again.', `az login --tenant ${asked.tenantId}`);
		return notAllowed(asked, what, remedy, { code: 'SignInRequired' });
	}
	return error;
}

/** @returns a failure of ours, or the error as it is where the authority itself refused */
export function machineFailure(error: unknown, asked: Asked): unknown {
	if (!(error instanceof Error) || /AADSTS/.test(error.message)) return error;
	const isFileMissing = (error.cause as { code?: unknown } | undefined)?.code === 'ENOENT';
	if (error.name !== 'CredentialUnavailableError' && !isFileMissing) return error;
	const isManaged = asked.profile.signIn === 'managedIdentity';
	const what = isManaged
		? l10n.t('This computer has no managed identity that can be used.')
		: l10n.t('This computer has no workload identity that can be used.');
	const remedy = isManaged
		? l10n.t(
				'Assign a managed identity to the machine (and set clientId for a user-assigned one), or use another sign-in method.',
			)
		: l10n.t('Set AZURE_FEDERATED_TOKEN_FILE to the file with the machine’s token, or use another sign-in method.');
	return notAllowed(asked, what, remedy, {
		code: isManaged ? 'NoManagedIdentity' : 'NoWorkloadIdentity',
		detail: firstLine(error.message),
	});
}

function firstLine(message: string): string {
	return message.split(/[\r\n]/, 1)[0]?.slice(0, 300) ?? '';
}
