/** What the authority knows beside the world: its clock, its key, what it has handed out, and how often. */
import type { SandboxEndpoints } from '../endpoints';
import { isGuid } from '../http';
import type { World } from '../world/world';
import { Clock } from './clock';
import { AuthorizationCodes, DeviceCodes } from './codes';
import { refuse } from './errors';
import { SigningKey } from './jwt';
import { RefreshTokens } from './sessions';
import { Tally } from './tally';

/** Seconds that a token is good for, as the real one says. */
export const TOKEN_LIFETIME = 3599;

/** Names that stand for the tenant of whoever signs in. */
const ANY_TENANT = ['organizations', 'common'];

export class Authority {
	readonly clock = new Clock();
	readonly key = new SigningKey();
	readonly refreshTokens = new RefreshTokens(this.clock);
	readonly codes = new AuthorizationCodes(this.clock);
	readonly deviceCodes = new DeviceCodes(this.clock);
	readonly tally = new Tally();

	/** @param tokenLifetime seconds that an access token is good for */
	constructor(
		readonly world: World,
		readonly endpoints: SandboxEndpoints,
		readonly tokenLifetime: number,
	) {}

	/** Whether a tenant's name stands for the tenant of whoever signs in. */
	isAnyTenant(name: string): boolean {
		return ANY_TENANT.includes(name.toLowerCase());
	}

	/** The id of a tenant that is named by id or by domain. @throws Refusal 90002 */
	tenantNamed(name: string): string {
		const { world } = this;
		const wanted = name.toLowerCase();
		const tenantId = isGuid(wanted)
			? wanted
			: wanted === world.partnerDomain
				? world.partnerTenantId
				: world.customers.startingWith('domain', wanted).find(({ domain }) => domain === wanted)?.tenantId;
		if (tenantId !== undefined && world.knows(tenantId)) return tenantId;
		throw refuse.tenant(name);
	}

	/** The id of a tenant, or undefined where its name stands for the tenant of whoever signs in. @throws Refusal 90002 */
	tenantOrAny(name: string): string | undefined {
		return this.isAnyTenant(name) ? undefined : this.tenantNamed(name);
	}
}
