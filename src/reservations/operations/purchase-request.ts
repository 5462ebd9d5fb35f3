/** A purchase line in the contract's words (arm-contract, PurchaseRequest). */
import type { PurchaseRequest } from '../../azure/purchases';
import type { PurchaseLine } from './model';

/** @param tenantId the customer's, which the scope of a management group has to name */
export function purchaseRequest(tenantId: string, line: PurchaseLine): PurchaseRequest {
	return {
		sku: { name: line.sku },
		location: line.region,
		properties: {
			reservedResourceType: line.resourceType,
			billingScopeId: line.billingScopeId,
			term: line.term,
			billingPlan: line.billingPlan,
			quantity: line.quantity,
			displayName: line.name,
			appliedScopeType: line.scope.kind,
			appliedScopeProperties: appliedScopeOf(tenantId, line.scope),
			renew: line.renew,
			reservedResourceProperties:
				line.instanceFlexibility === undefined ? undefined : { instanceFlexibility: line.instanceFlexibility },
		},
	};
}

/** What a scope is written as; undefined for the shared one. Only one of subscription and group may be named (arm-contract 2.5). */
export function appliedScopeOf(
	tenantId: string,
	scope: PurchaseLine['scope'],
): PurchaseRequest['properties']['appliedScopeProperties'] {
	switch (scope.kind) {
		case 'Single':
			return scope.resourceGroupId === undefined
				? { subscriptionId: scope.subscriptionId }
				: { resourceGroupId: scope.resourceGroupId };
		case 'ManagementGroup':
			return { tenantId, managementGroupId: scope.managementGroupId };
		default:
			return undefined;
	}
}
