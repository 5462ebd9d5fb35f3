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
			appliedScopeProperties: scopeOf(tenantId, line.scope),
			renew: line.renew,
			reservedResourceProperties:
				line.instanceFlexibility === undefined ? undefined : { instanceFlexibility: line.instanceFlexibility },
		},
	};
}

function scopeOf(tenantId: string, scope: PurchaseLine['scope']): PurchaseRequest['properties']['appliedScopeProperties'] {
	switch (scope.kind) {
		case 'Single':
			// The scope is the group where one is named: only one of the two may be (arm-contract 2.5).
			return scope.resourceGroupId === undefined
				? { subscriptionId: scope.subscriptionId }
				: { resourceGroupId: scope.resourceGroupId };
		case 'ManagementGroup':
			return { tenantId, managementGroupId: scope.managementGroupId };
		default:
			return undefined;
	}
}
