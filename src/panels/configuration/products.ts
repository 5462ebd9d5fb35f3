/** What a renewal could buy instead: products of the same kind in the same region, as the catalog of the billed subscription has them. */
import type { Reservation } from '../../reservations/model';
import type { CatalogProduct } from '../../reservations/operations/model';
import { subscriptionGuid } from '../exchange/scopes';
import type { ConfigurationDesk } from './desk';

/** @returns none where Azure does not tell which subscription is billed @throws ServiceFailure */
export async function readProducts(
	{ operations }: ConfigurationDesk,
	reservation: Reservation | undefined,
	signal: AbortSignal,
): Promise<readonly CatalogProduct[]> {
	const subscription = subscriptionGuid(reservation?.billingScopeId);
	if (reservation === undefined || subscription === undefined) return [];
	const { tenantId, resourceType, region } = reservation;
	return operations.catalog(tenantId, subscription, { resourceType, region: region || undefined }, signal);
}
