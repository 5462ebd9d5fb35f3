/** What calls of Azure Resource Manager have in common: one token a tenant, and a version in the query (arm-contract 1). */
import type { Call, CallOptions } from './transport';

/**
 * A GET of Azure Resource Manager.
 * @param tenantId tenant whose token decides what is seen: the customer's
 * @param path below the base URL, with a leading slash
 * @param query further parameters; undefined ones are left out
 */
export function armCall(
	tenantId: string,
	path: string,
	apiVersion: string,
	{ signal, priority }: CallOptions,
	query?: Readonly<Record<string, string | undefined>>,
): Call {
	return {
		audience: 'resourceManager',
		tenantId,
		url: path,
		query: { ...query, 'api-version': apiVersion },
		signal,
		priority,
	};
}
