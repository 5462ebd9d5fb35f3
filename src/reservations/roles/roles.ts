/** The access control service: who has access to reservations, giving it and taking it. */
import * as l10n from '@vscode/l10n';
import { isCancelled, isServiceFailure, ServiceFailure } from '../../azure/failure';
import type { Transport } from '../../azure/transport';
import { asking } from '../failures';
import type { RolesService } from './api';
import { giveAll } from './batch';
import { checkConfirmed, grantPreview, mayNotBeGiven, revokePreview, type Standing } from './concerns';
import { alreadyThere, checkWish, existingGrant, give } from './granting';
import { abilitiesAt, readRoles, rolesHeldAt, usefulRoles } from './listing';
import type {
	BatchTarget,
	BatchWish,
	ConcernId,
	GrantLine,
	GrantPlace,
	GrantWish,
	HeldRole,
	Principal,
	PrincipalHits,
	Role,
	RoleAssignments,
	RolePreview,
	RoleResult,
	RoleTarget,
} from './model';
import { checkedTarget } from './places';
import { Principals } from './principals';
import { gone, rolesAround, take } from './revoking';

export interface RolesOptions {
	readonly transport: Transport;
	/** Ids that are you in a customer's tenant: the account and its groups. @throws ServiceFailure */
	readonly ownIds: (tenantId: string, signal: AbortSignal) => Promise<ReadonlySet<string>>;
	/** Orders of a customer that are in force. @throws ServiceFailure */
	readonly ordersOf: (tenantId: string, signal: AbortSignal) => Promise<readonly string[]>;
	readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
	readonly log: { error(message: string): void };
	/** Fires when the service ends. */
	readonly ending: AbortSignal;
}

export class ReservationRoles implements RolesService {
	readonly #options: RolesOptions;
	readonly #principals: Principals;
	readonly #listeners = new Set<(tenantId: string) => void>();

	constructor(options: RolesOptions) {
		this.#options = options;
		this.#principals = new Principals(options.transport);
	}

	read(target: RoleTarget, signal?: AbortSignal): Promise<RoleAssignments> {
		const options = { ...this.#options, principals: this.#principals };
		return this.#asking(target.tenantId, signal, (ending) => readRoles(options, checkedTarget(target), ending));
	}

	rolesAt(target: RoleTarget, place: GrantPlace, signal?: AbortSignal): Promise<readonly Role[]> {
		return this.#asking(target.tenantId, signal, (ending) => usefulRoles(this.#options, checkedTarget(target), place, ending));
	}

	search(tenantId: string, words: string, signal?: AbortSignal): Promise<PrincipalHits> {
		return this.#asking(tenantId, signal, (ending) => this.#principals.search(tenantId.toLowerCase(), words, ending));
	}

	partnerGroups(signal?: AbortSignal): Promise<readonly Principal[]> {
		const { partnerTenantId } = this.#options.transport.cloud;
		return this.#asking(partnerTenantId, signal, (ending) => this.#principals.partnerGroups(ending));
	}

	previewGrant(wish: GrantWish, signal?: AbortSignal): Promise<RolePreview> {
		return this.#asking(wish.target.tenantId, signal, async (ending) => {
			const { transport } = this.#options;
			const checked = await checkWish(transport, wish, ending);
			const preview = grantPreview(checked.role, checked.place);
			const there = await existingGrant(transport, checked, ending).catch((error: unknown) => {
				if (!isServiceFailure(error) || error.kind !== 'NotAllowed') throw error;
				return 'notAllowed' as const;
			});
			if (there === 'notAllowed') return { ...preview, notes: [...preview.notes, mayNotBeGiven()] };
			const already = there && alreadyThere(checked, there).text;
			return { ...preview, already };
		});
	}

	grant(wish: GrantWish, confirmed: readonly ConcernId[], signal?: AbortSignal): Promise<RoleResult> {
		return this.#asking(wish.target.tenantId, signal, async (ending) => {
			const checked = await checkWish(this.#options.transport, wish, ending);
			checkConfirmed(checked.target.tenantId, grantPreview(checked.role, checked.place), confirmed);
			const result = await give(this.#options, checked, ending);
			this.#changed(checked.target.tenantId);
			return result;
		});
	}

	previewRevoke(target: RoleTarget, assignmentId: string, signal?: AbortSignal): Promise<RolePreview> {
		return this.#asking(target.tenantId, signal, async (ending) => {
			const { role, standing } = await this.#standing(checkedTarget(target), assignmentId, ending);
			return role === undefined ? { already: gone(assignmentId).text, notes: [], concerns: [] } : revokePreview(role, standing);
		});
	}

	revoke(target: RoleTarget, assignmentId: string, confirmed: readonly ConcernId[], signal?: AbortSignal): Promise<RoleResult> {
		return this.#asking(target.tenantId, signal, async (ending) => {
			const checked = checkedTarget(target);
			const { role, standing } = await this.#standing(checked, assignmentId, ending);
			if (role === undefined) return gone(assignmentId);
			checkConfirmed(checked.tenantId, revokePreview(role, standing), confirmed);
			ending.throwIfAborted();
			const result = await take(this.#options, checked, role);
			this.#changed(checked.tenantId);
			return result;
		});
	}

	async grantAll(
		targets: readonly BatchTarget[],
		wish: BatchWish,
		signal?: AbortSignal,
		told: (line: GrantLine, count: number) => void = () => {},
	): Promise<readonly GrantLine[]> {
		const { ending, log } = this.#options;
		const until = signal === undefined ? ending : AbortSignal.any([signal, ending]);
		const tell = (line: GrantLine, count: number) => {
			try {
				told(line, count);
			} catch (error) {
				log.error(`A listener of a batch failed: ${String(error)}`);
			}
		};
		const lines = await giveAll(this.#options, targets, wish, until, tell);
		const changed = lines.filter(({ outcome }) => outcome === 'granted').map(({ tenantId }) => tenantId);
		for (const tenantId of new Set(changed)) this.#changed(tenantId);
		return lines;
	}

	adminAgentsMayExchange(target: RoleTarget, signal?: AbortSignal): Promise<boolean> {
		return this.#asking(target.tenantId, signal, async (ending) => {
			const checked = checkedTarget(target);
			const groups = await this.#principals.partnerGroups(ending);
			const agents = groups.find(({ partnerGroup }) => partnerGroup === 'AdminAgents');
			if (agents === undefined)
				throw new ServiceFailure(
					'NotFound',
					l10n.t('Your company’s directory has no group AdminAgents that your account can see.'),
				);
			const roles = await rolesHeldAt(this.#options.transport, checked, 'order', ending);
			const own = roles.filter(({ principalId }) => principalId === agents.id);
			return abilitiesAt(own, 'order').some(({ money }) => money === 'yes');
		});
	}

	onDidChangeRoles(listener: (tenantId: string) => void): () => void {
		this.#listeners.add(listener);
		return () => this.#listeners.delete(listener);
	}

	dispose(): void {
		this.#listeners.clear();
	}

	/** What the guards of taking a role look at: always as it is now, never as it was shown. */
	async #standing(
		target: RoleTarget,
		assignmentId: string,
		signal: AbortSignal,
	): Promise<{ readonly role: HeldRole | undefined; readonly standing: Standing }> {
		const { ownIds } = this.#options;
		const orNothing = (error: unknown) => {
			if (isCancelled(error)) throw error;
			return undefined;
		};
		const [{ roles, role }, own] = await Promise.all([
			rolesAround(this.#options, target, assignmentId, signal),
			ownIds(target.tenantId, signal).catch(orNothing),
		]);
		const named = roles.map(({ principalId: id, principalType: type }) => ({ id, type }));
		const { principals, failure } = await this.#principals.named(target.tenantId, named, signal);
		// Where names can't be read nobody is known to be gone.
		const unknown = failure === undefined ? principals.filter(({ kind }) => kind === 'unknown') : [];
		return { role, standing: { roles, own, gone: new Set(unknown.map(({ id }) => id)) } };
	}

	#asking<T>(tenantId: string, signal: AbortSignal | undefined, work: (ending: AbortSignal) => Promise<T>): Promise<T> {
		return asking(this.#options.ending, tenantId, signal, work);
	}

	#changed(tenantId: string): void {
		for (const listener of this.#listeners) {
			try {
				listener(tenantId);
			} catch (error) {
				this.#options.log.error(`A listener of roles failed: ${String(error)}`);
			}
		}
	}
}
