/** The digest: once a day, one message with what needs a decision soon, of what is known. */
import * as vscode from 'vscode';
import { customerCount } from '../host/counts';
import { number } from '../host/formats';
import type { Session } from '../host/session';
import { readSettings } from '../host/settings';
import type { WatchKind, WatchList } from '../reservations/watch/model';
import { showWatchList } from './show-list';

/** Day of the last digest, in the user's own time zone. */
const TOLD_ON = 'digestToldOn';
/** The window comes up first, ms. */
const afterMs = 5_000;

export class Digest implements vscode.Disposable {
	readonly #session: Session;
	readonly #memory: vscode.Memento;
	#timer: NodeJS.Timeout | undefined;
	#unlisten = () => {};

	constructor(session: Session, memory: vscode.Memento) {
		this.#session = session;
		this.#memory = memory;
	}

	/** Follows the connection that is up: tells of what was known when VS Code was closed, and of what a whole scan has found. */
	follow(): void {
		this.#unlisten();
		clearTimeout(this.#timer);
		this.#timer = setTimeout(() => void this.tellOnceADay(), afterMs);
		const scan = this.#session.current?.scan;
		this.#unlisten =
			scan?.onDidChange(({ phase }) => {
				if (phase === 'done') void this.tellOnceADay();
			}) ?? (() => {});
	}

	/** Does nothing when it was told today, is switched off, or there is nothing to say. */
	async tellOnceADay(): Promise<void> {
		const service = this.#session.current;
		const today = new Date().toDateString();
		if (service === undefined || this.#memory.get(TOLD_ON) === today || !readSettings().dailyDigest) return;
		// Its end tells more.
		if (service.scan.state().phase === 'running') return;
		await service.watch.ready();
		if (service !== this.#session.current || this.#memory.get(TOLD_ON) === today) return;
		const list = service.watch.list();
		const words = digestWords(list);
		if (words === undefined) return;
		await this.#memory.update(TOLD_ON, today);
		const { l10n } = vscode;
		const [show, never] = [l10n.t('Show'), l10n.t('Don’t Show Again')];
		const message = service.cloud.isSandbox ? l10n.t('Practice data: {0}', words) : words;
		const answer = await vscode.window.showInformationMessage(message, show, never);
		if (answer === show) await showWatchList(service);
		if (answer === never) {
			await vscode.workspace.getConfiguration('cspReservations').update('dailyDigest', false, vscode.ConfigurationTarget.Global);
		}
	}

	dispose(): void {
		clearTimeout(this.#timer);
		this.#unlisten();
	}
}

/** What needs a decision, in a sentence or two. @returns undefined when nothing does */
export function digestWords(list: WatchList): string | undefined {
	const { l10n } = vscode;
	const count = (kind: WatchKind) => list.items.filter((item) => item.kind === kind).length;
	const ending = list.endingWithoutRenewal[30];
	const [idle, low] = [count('noBenefit'), count('lowUse')];
	const facts = [
		ending > 0 ? l10n.t('ending within 30 days without renewal: {0}', number(ending)) : undefined,
		idle > 0 ? l10n.t('without any benefit: {0}', number(idle)) : undefined,
		low > 0 ? l10n.t('little used: {0}', number(low)) : undefined,
	].filter((fact) => fact !== undefined);
	if (facts.length === 0) return undefined;
	const told = l10n.t('Reservations that need a look: {0}.', facts.join(' · '));
	if (list.customersUnknown === 0) return told;
	return `${told} ${l10n.t(
		'Nothing is known of {0} of {1}: run Scan All Customers.',
		number(list.customersUnknown),
		customerCount(list.customersKnown + list.customersUnknown),
	)}`;
}
