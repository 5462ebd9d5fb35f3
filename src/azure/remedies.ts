/** What a partner can do about a refusal, by the code that Azure gives it. */
import * as l10n from '@vscode/l10n';

/** The next step for a refusal with this code; undefined where the service's own words have to do. */
export function remedyFor(code: string | undefined): string | undefined {
	switch (code) {
		case 'RoleAssignmentExists':
			return l10n.t('This role is there already. Refresh the role assignments.');
		case 'PrincipalNotFound':
			return l10n.t(
				'Check the object ID. Users and groups that were just created are found after some minutes, and users of your company only as guests of the customer.',
			);
		case 'RoleAssignmentLimitExceeded':
			return l10n.t('Remove role assignments that are not needed any more, or assign the role to a group.');
		case 'InvalidSupportPlan':
			return l10n.t(
				'Check that your company’s support plan covers this customer, or create the request in Partner Center or the Azure portal.',
			);
		case 'UpdateOperationDenied':
			return l10n.t(
				'Write a message to the support engineer instead. A closed request can’t be changed: create a new one that names its number.',
			);
		default:
			return undefined;
	}
}
