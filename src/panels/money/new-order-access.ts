/** Whether AdminAgents have access to what the exchange on the page has bought; read once it is through, and again when roles change. */
import { type NewOrders, newOrdersOf, withoutAdminAgents } from '../../host/new-order-access';
import type { Operation } from '../../reservations/operations/model';
import { Part } from '../shared/part';
import type { MoneyDesk } from './desk';

interface AccessOptions {
	desk(): Promise<MoneyDesk>;
	changed(): void;
}

export class NewOrderAccess {
	readonly #options: AccessOptions;
	/** What was read, and of which operation. */
	#of: string | undefined;
	#part: Part<NewOrders | undefined> | undefined;
	#stop: (() => void) | undefined;

	constructor(options: AccessOptions) {
		this.#options = options;
	}

	/** The orders that AdminAgents lack; undefined: none, or not known. */
	get missing(): NewOrders | undefined {
		return this.#part?.known.value;
	}

	/** Reads it for an exchange that has bought something; once for each. */
	follow(operation: Operation | undefined): void {
		const isThrough = operation?.state === 'succeeded' || operation?.state === 'partial';
		const id = isThrough && newOrdersOf(operation).length > 0 ? operation.id : undefined;
		if (id === this.#of) return;
		this.forget();
		this.#of = id;
		if (id === undefined || operation === undefined) return;
		const { desk, changed } = this.#options;
		const part = new Part<NewOrders | undefined>(async (signal) => {
			const { roles } = await desk();
			// Somebody may give the access elsewhere, as the button of this page does.
			this.#stop ??= roles.onDidChangeRoles((tenantId) => {
				if (tenantId.toLowerCase() === operation.tenantId.toLowerCase()) void this.#part?.read();
			});
			return withoutAdminAgents(roles, operation, signal);
		}, changed);
		this.#part = part;
		void part.read();
	}

	forget(): void {
		this.#stop?.();
		this.#stop = undefined;
		this.#part?.forget();
		this.#part = undefined;
		this.#of = undefined;
	}
}
