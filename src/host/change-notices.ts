/** Tells how a change of configuration ended that nobody waits for any more: found again at the start, slow, or of an unknown outcome. */
import { setTimeout as delay } from 'node:timers/promises';
import * as vscode from 'vscode';
import type { ChangeRecord } from '../reservations/configuration/model';
import { changeOutcome } from './change-words';
import type { CommandId } from './command-ids';
import { isChange } from './entries';
import { isUnsettled } from './operation-facts';
import type { Operations } from './operations';

/** Whoever made a change waits so long (ms) for it and tells its end; the service gives up waiting a little earlier. */
const WAITED_FOR = 125_000;
/** The window that made it, or has the focus, tells first (ms). */
const DEFERENCE = 3000;

export class ChangeNotices implements vscode.Disposable {
	readonly #operations: Operations;
	/** Changes whose end is told here: by id. */
	readonly #awaited = new Set<string>();
	readonly #disposables: vscode.Disposable;

	constructor(operations: Operations, log: vscode.LogOutputChannel) {
		this.#operations = operations;
		this.#disposables = operations.onDidChange((entry) => {
			if (entry === undefined) return this.#begin();
			if (!isChange(entry)) return;
			this.#follow(entry).catch((error: unknown) => log.error(error instanceof Error ? error : String(error)));
		});
	}

	/** The log was read: what is open in it was made by a window that may be gone. */
	#begin(): void {
		this.#awaited.clear();
		for (const { id } of this.#operations.changes.filter(isUnsettled)) this.#awaited.add(id);
	}

	async #follow(record: ChangeRecord): Promise<void> {
		const { id, sentAt, endedAt = Date.now() } = record;
		if (isUnsettled(record)) {
			// Its maker was told that nobody knows, and goes on with other things.
			if (record.state === 'outcomeUnknown') this.#awaited.add(id);
			return;
		}
		const isSlow = endedAt - sentAt > WAITED_FOR;
		if (!this.#awaited.delete(id) && !isSlow) return;
		await delay(vscode.window.state.focused ? 0 : DEFERENCE);
		if (this.#operations.known && (await this.#operations.claimTelling(record))) showChange(record, this.#operations);
	}

	dispose(): void {
		this.#disposables.dispose();
	}
}

/** Shows what became of a change, with what can be done next. Does not wait for an answer. @param startAgain offered when it was not done */
export function showChange(record: ChangeRecord, operations: Operations, startAgain?: () => void): void {
	const { l10n } = vscode;
	const [undo, details, look, again] = [l10n.t('Undo'), l10n.t('Show Details'), l10n.t('Look Again'), l10n.t('Start Again')];
	const outcome = changeOutcome(record, operations.differencesOf(record));
	const message = record.state === 'succeeded' || record.explanation === undefined ? outcome : `${outcome} ${record.explanation}`;
	const commands: Readonly<Record<string, CommandId>> = {
		[undo]: 'cspReservations.undoChange',
		[details]: 'cspReservations.showOperation',
		[look]: 'cspReservations.lookAgain',
	};
	void shown(record, message, { undo, details, look, again: startAgain && again }).then((answer) => {
		if (answer === again) startAgain?.();
		const command = commands[answer ?? ''];
		if (command !== undefined) void vscode.commands.executeCommand(command, { operationId: record.id, atOnce: true });
	});
}

function shown(
	record: ChangeRecord,
	message: string,
	{ undo, details, look, again }: Readonly<Record<'undo' | 'details' | 'look', string>> & { readonly again: string | undefined },
): Thenable<string | undefined> {
	if (record.state === 'succeeded') {
		const buttons = record.undoes === undefined && record.fields.length > 0 ? [undo, details] : [details];
		return vscode.window.showInformationMessage(message, ...buttons);
	}
	if (isUnsettled(record)) return vscode.window.showWarningMessage(message, look, details);
	return vscode.window.showErrorMessage(message, ...(again === undefined ? [details] : [again, details]));
}
