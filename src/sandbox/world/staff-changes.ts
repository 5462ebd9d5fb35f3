/** Users and groups that come and go while the world runs: Graph shows them at once, Azure's roles know newcomers only later. */

export interface Newcomer {
	readonly id: string;
	readonly kind: 'user' | 'group';
	readonly displayName: string;
	/** ms since the epoch */
	readonly joinedAt: number;
}

/** How long it takes until Azure's role assignments know a new user or group, ms. */
export const REPLICATION_DELAY = 120_000;

export class StaffChanges {
	/** By tenant id. */
	readonly #joined = new Map<string, Newcomer[]>();
	readonly #left = new Map<string, Set<string>>();

	/** Users and groups of a tenant that were not there when the world began. */
	joinedIn(tenantId: string): readonly Newcomer[] {
		return this.#joined.get(tenantId) ?? [];
	}

	join(tenantId: string, newcomer: Newcomer): void {
		this.#joined.set(tenantId, [...this.joinedIn(tenantId), newcomer]);
	}

	/** Deletes a user or a group. Roles that it was given stay, and name nobody from now on. */
	leave(tenantId: string, id: string): void {
		this.#left.set(tenantId, (this.#left.get(tenantId) ?? new Set()).add(id));
	}

	hasLeft(tenantId: string, id: string): boolean {
		return this.#left.get(tenantId)?.has(id) ?? false;
	}
}
