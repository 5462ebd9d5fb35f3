/** The digest: once a day and connection, one message with what needs a decision soon; after a scan of the same day only what is new. */
import path from 'node:path';
import * as vscode from 'vscode';
import { isCancelled } from '../azure/failure';
import type { CommandId } from '../host/command-ids';
import type { Session } from '../host/session';
import { readSettings } from '../host/settings';
import { type DigestCounts, digestCounts, digestWords } from './digest-words';

/** The window comes up first, ms. */
const afterMs = 5_000;

/** What was told last of a connection. */
interface Told {
	/** In the user's own time zone. */
	readonly day: string;
	readonly counts: DigestCounts;
}

export class Digest implements vscode.Disposable {
	readonly #session: Pick<Session, 'started' | 'log'>;
	readonly #memory: Pick<vscode.Memento, 'get' | 'update'>;
	readonly #clock: () => number;
	#timer: NodeJS.Timeout | undefined;
	#unlisten = () => {};

	/** @param clock now, in ms since the epoch */
	constructor(session: Pick<Session, 'started' | 'log'>, memory: Pick<vscode.Memento, 'get' | 'update'>, clock: () => number) {
		this.#session = session;
		this.#memory = memory;
		this.#clock = clock;
	}

	/** Follows the connection that is up: tells of what was known when VS Code was closed, and of what a whole scan has found. */
	follow(): void {
		this.#unlisten();
		clearTimeout(this.#timer);
		this.#timer = setTimeout(() => this.tellBehind('look'), afterMs);
		const scan = this.#session.started?.service.scan;
		this.#unlisten =
			scan?.onDidChange(({ phase }) => {
				if (phase === 'done') this.tellBehind('scan');
			}) ?? (() => {});
	}

	/** The same as {@link tell}, which nobody waits for: what goes wrong is for the log, and the end of a connection is nothing wrong. */
	tellBehind(after: 'look' | 'scan'): void {
		this.tell(after).catch((error: unknown) => {
			if (!isCancelled(error)) this.#session.log.error(error instanceof Error ? error : String(error));
		});
	}

	/**
	 * Does nothing when it is switched off, when there is nothing to say, and when it was told today: but after a scan that found
	 * more of something than was told.
	 */
	async tell(after: 'look' | 'scan'): Promise<void> {
		const { started } = this.#session;
		if (started === undefined || !readSettings().dailyDigest) return;
		const { service, storage } = started;
		// Practice data says nothing of the real customers, nor one partner's of another's.
		const key = `digest:${path.posix.basename(storage.path)}`;
		const today = new Date(this.#clock()).toDateString();
		const told = () => this.#memory.get<Told>(key);
		if (after === 'look' && told()?.day === today) return;
		// Its end tells more.
		if (service.scan.state().phase === 'running') return;
		await service.watch.ready();
		if (started !== this.#session.started) return;
		const list = service.watch.list();
		const counts = digestCounts(list);
		const last = told();
		if (last?.day === today && (after === 'look' || !hasMore(counts, last.counts))) return;
		const words = digestWords(list, this.#clock());
		if (words === undefined) return;
		await this.#memory.update(key, { day: today, counts } satisfies Told);
		const { l10n } = vscode;
		const [show, never] = [l10n.t('Show'), l10n.t('Don’t Show Again')];
		const message = service.cloud.isSandbox ? l10n.t('Practice data: {0}', words) : words;
		const answer = await vscode.window.showInformationMessage(message, show, never);
		// The connection may be another one by now.
		if (answer === show) await vscode.commands.executeCommand('cspReservations.showWatchList' satisfies CommandId);
		if (answer === never) {
			await vscode.workspace.getConfiguration('cspReservations').update('dailyDigest', false, vscode.ConfigurationTarget.Global);
		}
	}

	dispose(): void {
		clearTimeout(this.#timer);
		this.#unlisten();
	}
}

/** There is more of something than was told. */
function hasMore(counts: DigestCounts, told: DigestCounts): boolean {
	return (Object.keys(counts) as (keyof DigestCounts)[]).some((sort) => counts[sort] > (told[sort] ?? 0));
}
