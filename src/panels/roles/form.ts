/** The form that gives a role: what is filled in, whom the search finds, and what giving it would do. */
import type { Known, ReservationRef } from '../../reservations/model';
import type { ConcernId, GrantWish, Principal, PrincipalHits, Role } from '../../reservations/roles/model';
import { Part } from '../shared/part';
import type { RolesDesk } from './desk';
import { Intent } from './intent';
import type { ChosenPrincipal, Draft, Place } from './messages';

interface FormOptions {
	readonly ref: ReservationRef;
	desk(): Promise<RolesDesk>;
	changed(): void;
}

/** Typing is over when nothing has come for so long, ms: each search is two calls. */
const typingMs = 300;

export class GrantForm {
	readonly intent: Intent;
	readonly #options: FormOptions;
	readonly #groups: Part<readonly Principal[]>;
	readonly #roles = new Map<Place, Part<readonly Role[]>>();
	#search: Part<PrincipalHits> | undefined;
	#draft: Draft;
	#typing: ReturnType<typeof setTimeout> | undefined;
	/** Counts how often the fields were set by the host. */
	revision = 0;

	constructor(draft: Draft | undefined, options: FormOptions) {
		this.#draft = draft ?? {};
		this.#options = options;
		this.intent = new Intent(() => options.changed());
		const { desk, changed } = options;
		this.#groups = new Part(async (signal) => (await desk()).roles.partnerGroups(signal), changed);
	}

	get draft(): Draft {
		return this.#draft;
	}

	/** The order, unless the user wants something else: only there a role reaches exchange and return (rules 1.4). */
	get place(): Place {
		return this.#draft.place ?? 'order';
	}

	/** The roles that can be given at the place. */
	get roles(): Known<readonly Role[]> {
		return this.#rolesAt(this.place).known;
	}

	get role(): Role | undefined {
		return this.roles.value?.find(({ id }) => id === this.#draft.role);
	}

	/** The partner's groups. */
	get groups(): Known<readonly Principal[]> {
		return this.#groups.known;
	}

	/** Whom the search found; undefined: nothing is searched for. */
	get hits(): Known<PrincipalHits> | undefined {
		return this.#search?.known;
	}

	/** Typing has not ended yet, or the search runs. */
	get isSearching(): boolean {
		return this.#typing !== undefined || this.#search?.known.loading === true;
	}

	/** What is to be given; undefined while something is missing. */
	get wish(): GrantWish | undefined {
		const { role, place } = this;
		const { principal } = this.#draft;
		if (role === undefined || principal === undefined) return undefined;
		return { target: this.#options.ref, place, roleId: role.id, principal };
	}

	/** Reads what the form needs and is not known. */
	start(): void {
		this.#groups.ensure();
		this.#rolesAt(this.place).ensure();
		if (this.#draft.words !== undefined && this.#search === undefined) this.#searchNow();
		this.#want();
	}

	set(set: Pick<Draft, 'place' | 'role'>): void {
		this.#draft = { ...this.#draft, ...set };
		this.#rolesAt(this.place).ensure();
		this.#want();
		this.#options.changed();
	}

	/** Searches when the typing is over. */
	setWords(words: string): void {
		this.#draft = { ...this.#draft, words };
		clearTimeout(this.#typing);
		this.#typing = setTimeout(() => {
			this.#typing = undefined;
			this.#searchNow();
			this.#options.changed();
		}, typingMs);
		this.#options.changed();
	}

	searchAgain(): void {
		void this.#groups.read();
		for (const part of this.#roles.values()) if (part.known.failure !== undefined) void part.read();
		this.#searchNow();
		this.#options.changed();
	}

	/** Takes one of those that are offered. */
	choose(id: string): void {
		const offered = [...(this.groups.value ?? []), ...(this.hits?.value?.principals ?? [])];
		const found = offered.find((it) => it.id === id);
		if (found === undefined) return;
		this.#draft = { ...this.#draft, principal: chosen(found) };
		this.#want();
		this.#options.changed();
	}

	confirm(concern: ConcernId, on: boolean): void {
		this.intent.confirm(concern, on);
	}

	preview(): void {
		this.intent.again();
	}

	/** What was given is done: the next one begins with nobody, at the same place with the same role. */
	given(): void {
		const { place, role } = this.#draft;
		this.#reset({ ...(place !== undefined && { place }), ...(role !== undefined && { role }) });
	}

	discard(): void {
		this.#reset({});
		this.#options.changed();
	}

	/** Forgets what was read, not what was filled in: another connection is up. */
	forget(): void {
		clearTimeout(this.#typing);
		this.#typing = undefined;
		for (const part of [this.#groups, ...this.#roles.values(), this.#search]) part?.forget();
		this.#roles.clear();
		this.#search = undefined;
		this.intent.forget();
	}

	#reset(draft: Draft): void {
		clearTimeout(this.#typing);
		this.#typing = undefined;
		this.#draft = draft;
		this.#search?.forget();
		this.#search = undefined;
		this.intent.forget();
		this.revision++;
	}

	#want(): void {
		const { wish } = this;
		const key = wish && [wish.place, wish.roleId, wish.principal.id].join(' ');
		this.intent.want(key, async (signal) => {
			if (wish === undefined) throw new Error('nothing is wished for');
			return (await this.#options.desk()).roles.previewGrant(wish, signal);
		});
	}

	#searchNow(): void {
		const { words = '' } = this.#draft;
		this.#search?.forget();
		this.#search = undefined;
		if (words.trim() === '') return;
		const { desk, ref, changed } = this.#options;
		this.#search = new Part(async (signal) => (await desk()).roles.search(ref.tenantId, words, signal), changed);
		void this.#search.read();
	}

	#rolesAt(place: Place): Part<readonly Role[]> {
		let part = this.#roles.get(place);
		if (part === undefined) {
			const { desk, ref, changed } = this.#options;
			part = new Part(
				async (signal) => (await desk()).roles.rolesAt(ref, place, signal),
				() => {
					// A role that was kept over a reload is known only now.
					this.#want();
					changed();
				},
			);
			this.#roles.set(place, part);
		}
		return part;
	}
}

function chosen({ id, kind, type, name, detail }: Principal): ChosenPrincipal {
	return {
		id,
		kind,
		...(type !== undefined && { type }),
		...(name !== undefined && { name: name.slice(0, 300) }),
		...(detail !== undefined && { detail }),
	};
}
