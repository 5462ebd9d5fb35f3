/** The service that one panel uses: taken from the session when it is there, and another one in its place later. */
import * as vscode from 'vscode';
import { ServiceFailure } from '../../azure/failure';
import type { PanelSession } from './session';

interface ConnectionOptions<Desk> {
	readonly session: PanelSession<Desk>;
	/** This service is used from now on. @returns ends the following of what it tells */
	adopted(desk: Desk): () => void;
	/** The service that was in use has ended, or another one takes its place: its answers are of no use any more. */
	left?(): void;
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

	/** Another service is up than the one in use, or that one has ended and none is up yet. */
	get hasChanged(): boolean {
		return this.#options.session.current !== this.#desk;
	}

	/** Uses the service that is up, if one is, and lets go of one that has ended. */
	takeCurrent(): void {
		const { current } = this.#options.session;
		if (current === undefined) this.#leave();
		else this.#adopt(current);
	}

	/** The service, made when there is none. @throws ServiceFailure or Error */
	async service(): Promise<Desk> {
		return this.#adopt(await this.#options.session.service());
	}

	/**
	 * The service that is in use, for what was looked at with it; made when there is none.
	 * @throws ServiceFailure `Refused` when another one has taken its place; as {@link service}
	 */
	async same(): Promise<Desk> {
		const before = this.#desk;
		const desk = await this.service();
		if (before !== undefined && desk !== before) throw anotherConnection();
		return desk;
	}

	forget(): void {
		this.#stopFollowing?.();
		this.#stopFollowing = undefined;
		this.#desk = undefined;
	}

	#adopt(desk: Desk): Desk {
		if (desk === this.#desk) return desk;
		this.#leave();
		this.#desk = desk;
		this.#stopFollowing = this.#options.adopted(desk);
		return desk;
	}

	#leave(): void {
		if (this.#desk === undefined) return;
		this.forget();
		this.#options.left?.();
	}
}

/** What was asked for was looked at with a connection that has ended since: nobody has seen it with this one. */
export function anotherConnection(): ServiceFailure {
	const { l10n } = vscode;
	const remedy = l10n.t('Look at what is shown now, and do it again if you still want it.');
	return new ServiceFailure('Refused', l10n.t('Another connection is in use now. Nothing was sent.'), { sent: 'no', remedy });
}
