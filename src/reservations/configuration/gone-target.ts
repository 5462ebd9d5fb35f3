/** A scope that is gone: Azure refuses it with codes that also mean other things (arm-pitfalls 28), so a look tells. */
import * as l10n from '@vscode/l10n';
import { isServiceFailure, ServiceFailure } from '../../azure/failure';
import { parseSubscriptionId } from '../../azure/ids';
import { getManagementGroup, getResourceGroup, getSubscription } from '../../azure/subscriptions';
import type { CallOptions, Transport } from '../../azure/transport';
import type { ChangeRecord, ScopeChoice } from './model';
import { choiceOf } from './scopes';

/** The user waits for the answer: a look that takes longer (ms) does not tell. */
const lookMs = 10_000;

/**
 * The refusal of a change in the words of what a look finds.
 * @param failure of the change, which certainly was not made
 * @returns the same where the change gives no scope, or where the place is there
 */
export async function withGoneTarget(
	transport: Transport,
	{ tenantId, fields, after }: Pick<ChangeRecord, 'tenantId' | 'fields' | 'after'>,
	failure: ServiceFailure,
): Promise<ServiceFailure> {
	const scope = fields.includes('scope') && after !== undefined ? choiceOf(after.scope) : undefined;
	const isRefusal = ['Refused', 'NotFound', 'NotAllowed'].includes(failure.kind) && failure.details.sent === 'no';
	if (scope === undefined || !isRefusal) return failure;
	const words = await goneWords(transport, tenantId, scope);
	if (words === undefined) return failure;
	return new ServiceFailure('Refused', `${words} ${l10n.t('Nothing was changed.')}`, {
		...failure.details,
		remedy: l10n.t('Choose another scope: the list is read anew. If it is there, ask its owner for the right to read it.'),
	});
}

/** @returns undefined when the place is there, or when it can't be told */
async function goneWords(transport: Transport, tenantId: string, scope: ScopeChoice): Promise<string | undefined> {
	const options: CallOptions = { signal: AbortSignal.timeout(lookMs) };
	try {
		if (scope.kind === 'ManagementGroup') {
			await getManagementGroup(transport, tenantId, nameIn(scope.managementGroupId), options);
		} else if (scope.kind === 'Single') {
			const subscriptionId = parseSubscriptionId(scope.subscriptionId) ?? '';
			await getSubscription(transport, tenantId, subscriptionId, options);
			if (scope.resourceGroupId === undefined) return undefined;
			await getResourceGroup(transport, tenantId, subscriptionId, nameIn(scope.resourceGroupId), options);
		}
		return undefined;
	} catch (error) {
		return isServiceFailure(error) && error.kind === 'NotFound' ? wordsOf(scope, error.details.code) : undefined;
	}
}

function wordsOf(scope: ScopeChoice, code: string | undefined): string {
	if (scope.kind === 'ManagementGroup') {
		return l10n.t('The management group {0} is gone, or your account can’t see it any more.', nameIn(scope.managementGroupId));
	}
	const { subscriptionId = '', resourceGroupId } = scope.kind === 'Single' ? scope : {};
	return resourceGroupId === undefined || code?.toLowerCase() === 'subscriptionnotfound'
		? l10n.t('The subscription {0} is gone, or your account can’t see it any more.', nameIn(subscriptionId))
		: l10n.t('The resource group {0} is gone, or your account can’t see it any more.', nameIn(resourceGroupId));
}

function nameIn(id: string): string {
	return id.split('/').at(-1) ?? id;
}
