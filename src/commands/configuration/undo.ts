/** Undo Last Change: puts back what was changed last of a reservation, as a change of its own. */
import * as vscode from 'vscode';
import { changedName, differenceWords, entryState, entryTitle } from '../../host/change-words';
import { isChange, isUndoable } from '../../host/entries';
import { escapeIcons } from '../../host/markup';
import { listStep, runSteps } from '../../host/quick-steps';
import type { ChangeRecord } from '../../reservations/configuration/model';
import type { CommandContext } from '../context';
import { say } from '../copy';
import { givenEntry } from '../given-entry';
import { reservationsFor } from '../targets';
import { apply } from './apply';
import { section } from './scope-step';

/** @throws ServiceFailure when it can't be read whether it can be put back */
export async function undoChange(context: CommandContext, args: readonly unknown[]): Promise<void> {
	const service = await context.session.service();
	const record = await recordFor(context, args);
	if (record === undefined) return;
	const { l10n } = vscode;
	const name = changedName(record);
	const { atOnce } = (args[0] ?? {}) as { atOnce?: unknown };
	const differences = service.configuration.differencesOf(record);
	const title = l10n.t('Undo Last Change: {0}', name);
	// From the message of the change itself it is clear what is put back.
	const isSure =
		atOnce === true ||
		(await runSteps(title, [
			(place) =>
				listStep<true>(place, {
					placeholder: l10n.t('Nothing has been sent yet. Enter makes the change, Escape leaves it'),
					items: async () => [
						{ label: `$(check) ${l10n.t('Put It Back')}`, value: true },
						...section<true>(
							l10n.t('Before → after'),
							differences.map((it) => ({
								label: `$(arrow-right) ${escapeIcons(differenceWords({ ...it, before: it.after, after: it.before }))}`,
								description: it.label,
							})),
						),
					],
					chosen: () => undefined,
				}),
		]));
	if (isSure) await apply(context, l10n.t('Putting {0} back…', name), () => service.configuration.undo(record.id));
}

async function recordFor(context: CommandContext, args: readonly unknown[]): Promise<ChangeRecord | undefined> {
	const { operations } = await context.operations.desk();
	const entry = await givenEntry(operations, args[0]);
	if (entry !== undefined) return isChange(entry) ? entry : undefined;
	await operations.ready();
	const [ref] = await reservationsFor(context, args);
	if (ref === undefined) return undefined;
	const isOf = ({ reservations }: ChangeRecord) =>
		reservations.some((it) => it.reservationId === ref.reservationId.toLowerCase());
	const service = await context.session.service();
	const last = service.configuration.changes().find((record) => isOf(record) && record.state !== 'notDone');
	if (last !== undefined && (isUndoable(last) || last.undoes === undefined)) return last;
	if (last === undefined) say(vscode.l10n.t('Nothing of this reservation was changed on this computer with this connection'));
	else if (last.state === 'succeeded') say(vscode.l10n.t('The last change of this reservation was put back already'));
	else say(`${entryTitle(last)}: ${entryState(last)}`);
	return undefined;
}
