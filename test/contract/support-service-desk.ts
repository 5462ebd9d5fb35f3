/** What the tests of the support service share: a service signed in as a user, drafts that are complete, and counts of what was sent. */
import assert from 'node:assert/strict';
import { pause } from '../../src/azure/gate';
import { sandboxTokens } from '../../src/identity';
import { practiceSession } from '../../src/identity/sandbox-tokens';
import type { Customer, Reservation } from '../../src/reservations/model';
import type { SupportService } from '../../src/reservations/support/api';
import type { CreateResult, SupportDraft, SupportOrigin, SupportRequest } from '../../src/reservations/support/model';
import type { Sandbox } from '../../src/sandbox';
import { Desk } from '../helpers/operations';
import { requestsOf, startService, type TestService, type TestServiceOptions, testFetch } from '../helpers/service';

export class SupportServiceDesk {
	private constructor(
		readonly desk: Desk,
		readonly window: TestService,
	) {}

	static async open(): Promise<SupportServiceDesk> {
		const desk = await Desk.open({ customers: 30, reservations: 6 });
		return new SupportServiceDesk(desk, await signedIn(desk));
	}

	get support(): SupportService {
		return this.window.service.support;
	}

	close(): Promise<void> {
		return this.desk.close();
	}

	/** Another window on the same storage, or the same one after a reload. */
	another(options: TestServiceOptions = {}): Promise<TestService> {
		return signedIn(this.desk, options);
	}

	/** A service on another computer: nothing is shared but Azure. */
	async elsewhere(options: TestServiceOptions = {}): Promise<TestService> {
		const { cloud } = this.desk;
		return startService(cloud, {
			tokens: sandboxTokens(cloud, testFetch, await practiceSession(cloud, testFetch)),
			sleep: briefly,
			...options,
		});
	}

	/** A window that can ask nobody about anything from the first time that it has sent something, until that is mended. */
	async blindOnceSent(): Promise<{ readonly window: TestService; mend(): void }> {
		let [isMended, isCut] = [false, false];
		const window = await this.another({
			fetch: async (input, init) => {
				if (isCut && !isMended) throw new TypeError('fetch failed');
				isCut ||= init?.method === 'PUT';
				return testFetch(input, init);
			},
		});
		return {
			window,
			mend: () => {
				isMended = true;
			},
		};
	}

	async reservation(customer: string): Promise<Reservation> {
		return this.desk.reservation(await this.customer(customer));
	}

	customer(name: string): Promise<Customer> {
		return this.desk.customer(name);
	}

	/** What a user makes of a prepared draft who fills in what is left. */
	async draft(origin: SupportOrigin, more: Partial<SupportDraft> = {}): Promise<SupportDraft> {
		const { draft } = await this.support.prepare(origin);
		return filled({ ...draft, ...more });
	}
}

const briefly = (ms: number, signal?: AbortSignal) => pause(Math.min(ms, 30), signal);

async function signedIn(desk: Desk, options: TestServiceOptions = {}): Promise<TestService> {
	const session = await practiceSession(desk.cloud, testFetch);
	return desk.window({ tokens: sandboxTokens(desk.cloud, testFetch, session), ...options });
}

export function filled(draft: SupportDraft): SupportDraft {
	return { ...draft, diagnosticConsent: 'No', contact: { ...draft.contact, timeZone: 'W. Europe Standard Time' } };
}

export function created(result: CreateResult): SupportRequest {
	if (result.outcome !== 'created') return assert.fail(JSON.stringify(result));
	return result.request;
}

/** Requests or messages that the sandbox was asked to make since its log was cleared. */
export async function puts(sandbox: Sandbox, what: 'supporttickets' | 'communications' = 'supporttickets'): Promise<number> {
	const isIt = ({ method, path }: { method: string; path: string }) =>
		method === 'PUT' && path.toLowerCase().split('/').at(-2) === what;
	return (await requestsOf(sandbox)).filter(isIt).length;
}
