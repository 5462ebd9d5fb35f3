/** How often tokens were asked for, so that a test can tell that a client keeps its tokens. */

export interface Asked {
	/** Tenant id, or its name where no such tenant is known. */
	readonly tenant: string;
	/** Service that the token was for; undefined when the request did not come that far. */
	readonly audience: string | undefined;
	readonly grant: string;
}

export class Tally {
	readonly #counts = new Map<string, Asked & { granted: number; refused: number }>();

	count(asked: Asked, outcome: 'granted' | 'refused'): void {
		const key = `${asked.tenant} ${asked.audience} ${asked.grant}`;
		const counted = this.#counts.get(key) ?? { ...asked, granted: 0, refused: 0 };
		counted[outcome]++;
		this.#counts.set(key, counted);
	}

	/** Token requests by tenant, audience and grant. Polls that a device's user has not answered yet are not among them. */
	get counts(): readonly unknown[] {
		return [...this.#counts.values()];
	}

	get total(): number {
		return [...this.#counts.values()].reduce((sum, { granted, refused }) => sum + granted + refused, 0);
	}

	clear(): void {
		this.#counts.clear();
	}
}
