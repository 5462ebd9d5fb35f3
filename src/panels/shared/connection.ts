/** The service that one panel uses: taken from the session when it is there, and another one in its place later. */
import type { PanelSession } from './session';

interface ConnectionOptions<Desk> {
	readonly session: PanelSession<Desk>;
	/**
	 * This service is used from now on.
	 * @param isAnother it took the place of another one, whose answers are of no use any more
	 * @returns ends the following of what it tells
	 */
	adopted(desk: Desk, isAnother: boolean): () => void;
}

export class Connection<Desk> {
	readonly #options: ConnectionOptions<Desk>;
	#desk: Desk | undefined;
	#stopFollowing: (() => void) | undefined;

	constructor(options: ConnectionOptions<Desk>) {
		this.#options = options;
	}

	/** The service that is in use; undefined while there is none. */
	get desk(): Desk | undefined {
		return this.#desk;
	}

	/** Another service is up than the one in use. */
	get hasChanged(): boolean {
		const { current } = this.#options.session;
		return current !== undefined && current !== this.#desk;
	}

	/** The one in use has ended, and no other one is up yet. */
	get isGone(): boolean {
		return this.#options.session.current === undefined && this.#desk !== undefined;
	}

	/** Uses the service that is up, if one is. */
	takeCurrent(): void {
		const { current } = this.#options.session;
		if (current !== undefined) this.#adopt(current);
	}

	/** The service, made when there is none. @throws ServiceFailure or Error */
	async service(): Promise<Desk> {
		return this.#adopt(await this.#options.session.service());
	}

	forget(): void {
		this.#stopFollowing?.();
		this.#stopFollowing = undefined;
		this.#desk = undefined;
	}

	#adopt(desk: Desk): Desk {
		if (desk === this.#desk) return desk;
		const isAnother = this.#desk !== undefined;
		this.#stopFollowing?.();
		this.#desk = desk;
		this.#stopFollowing = this.#options.adopted(desk, isAnother);
		return desk;
	}
}
