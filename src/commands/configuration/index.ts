/** The commands of configuration: what each asks, then a preview, then the change. The entry of a bundle that they are loaded from. */
import * as vscode from 'vscode';
import { ServiceFailure } from '../../azure/failure';
import type { CommandId } from '../../host/command-ids';
import { number } from '../../host/formats';
import { type Place, runSteps, textStep } from '../../host/quick-steps';
import { stateWords } from '../../host/words';
import type { ReservationsService } from '../../reservations/api';
import type { Reservation } from '../../reservations/model';
import { hasEnded, isActive } from '../../reservations/states';
import type { CommandContext } from '../context';
import { knownReservationsFor } from '../targets';
import { apply } from './apply';
import { applyAll } from './batch';
import { optimizationStep } from './optimization-step';
import { previewStep } from './preview-step';
import { renewalStep, renewalTermStep } from './renewal-step';
import { scopeStep } from './scope-step';
import type { Subject, Wish } from './wish';

export { undoChange } from './undo';

type Step = (place: Place) => ReturnType<typeof textStep>;

interface Change {
	readonly command: CommandId;
	/** Its name as in the menu. */
	readonly name: string;
	/** What going on is called in the preview. */
	readonly act: string;
	/** Whether it can be done in the state that a reservation is in. */
	readonly fits: (reservation: Reservation) => boolean;
	readonly wish?: Wish['change'];
	/** What is asked before the preview. */
	readonly steps?: (service: ReservationsService, subject: Subject, wish: Wish) => readonly Step[];
	/** Only the first one of several is meant. */
	readonly isOfOne?: boolean;
}

export function changeScope(context: CommandContext, args: readonly unknown[]): Promise<void> {
	const { l10n } = vscode;
	return carryOut(context, args, {
		command: 'cspReservations.changeScope',
		name: l10n.t('Change Scope'),
		act: l10n.t('Change the Scope'),
		fits: isActive,
		steps: ({ configuration }, subject, wish) => [(place) => scopeStep(place, configuration, subject, wish)],
	});
}

export function rename(context: CommandContext, args: readonly unknown[]): Promise<void> {
	const { l10n } = vscode;
	return carryOut(context, args, {
		command: 'cspReservations.rename',
		name: l10n.t('Rename'),
		act: l10n.t('Change the Name'),
		fits: isActive,
		isOfOne: true,
		steps: (_, { reservations: [reservation] }, wish) => [
			(place) =>
				textStep(place, {
					prompt: l10n.t('Name of the reservation'),
					value: wish.change.name ?? reservation?.name ?? '',
					check: (text) => {
						if (text.trim() === '') return l10n.t('A reservation needs a name.');
						return text.trim() === reservation?.name ? l10n.t('It has this name already.') : undefined;
					},
					chosen: (name) => {
						wish.change = { name };
					},
				}),
		],
	});
}

export function changeRenewal(context: CommandContext, args: readonly unknown[]): Promise<void> {
	const { l10n } = vscode;
	return carryOut(context, args, {
		command: 'cspReservations.changeRenewal',
		name: l10n.t('Change Renewal'),
		act: l10n.t('Change the Renewal'),
		fits: isActive,
		steps: (_, subject, wish) => {
			let kind: Parameters<typeof renewalTermStep>[1] = 'on';
			let hasPassed = false;
			return [
				(place) => {
					hasPassed = false;
					return renewalStep(place, subject, wish, (chosen) => {
						kind = chosen;
					});
				},
				async (place) => {
					if (kind !== 'on' && kind !== 'off') return renewalTermStep(place, kind, subject, wish);
					// A switch has no terms to ask for, on the way back neither.
					hasPassed = !hasPassed;
					return hasPassed ? 'next' : 'back';
				},
			];
		},
	});
}

export function changeOptimization(context: CommandContext, args: readonly unknown[]): Promise<void> {
	const { l10n } = vscode;
	return carryOut(context, args, {
		command: 'cspReservations.changeOptimization',
		name: l10n.t('Change Optimization'),
		act: l10n.t('Change the Optimization'),
		fits: isActive,
		isOfOne: true,
		steps: (_, subject, wish) => [(place) => optimizationStep(place, subject, wish)],
	});
}

export function archive(context: CommandContext, args: readonly unknown[]): Promise<void> {
	const { l10n } = vscode;
	return carryOut(context, args, {
		command: 'cspReservations.archive',
		name: l10n.t('Archive'),
		act: l10n.t('Archive'),
		fits: hasEnded,
		wish: { archived: true },
	});
}

export function unarchive(context: CommandContext, args: readonly unknown[]): Promise<void> {
	const { l10n } = vscode;
	const isArchived = ({ archived }: Reservation) => archived;
	return carryOut(context, args, {
		command: 'cspReservations.unarchive',
		name: l10n.t('Unarchive'),
		act: l10n.t('Unarchive'),
		fits: isArchived,
		wish: { archived: false },
	});
}

/** @throws ServiceFailure `Refused` when no reservation is in a state for it; whatever keeps them from being read */
async function carryOut(context: CommandContext, args: readonly unknown[], change: Change): Promise<void> {
	const service = await context.session.service();
	const known = await knownReservationsFor(context, args);
	const reservations = change.isOfOne === true ? known.slice(0, 1) : known;
	const [first] = reservations;
	if (first === undefined) return;
	if (!reservations.some(change.fits)) throw unfit(change, first);
	const subject: Subject = { reservations };
	const what = reservations.length === 1 ? first.name : vscode.l10n.t('{0} reservations', number(reservations.length));
	const title = vscode.l10n.t('{0}: {1}', change.name, what);
	const wish: Wish = { change: change.wish ?? {}, seen: new Map() };
	const steps = change.steps?.(service, subject, wish) ?? [];
	const preview: Step = (place) => previewStep(place, service.configuration, subject, wish, change.act);
	if (!(await runSteps(title, [...steps, preview]))) return;
	if (reservations.length > 1) return void (await applyAll(context, title, subject, wish));
	const basis = wish.seen.get(first.reservationId) ?? service.configuration.basisOf(first);
	const startAgain = () => void vscode.commands.executeCommand(change.command, first);
	await apply(context, title, () => service.configuration.change(first, wish.change, basis), startAgain);
}

function unfit({ name }: Change, { name: reservation, state, statusCode, tenantId }: Reservation): ServiceFailure {
	return new ServiceFailure(
		'Refused',
		vscode.l10n.t(
			'{0} is not possible for “{1}” in its state: {2}. Nothing was changed.',
			name,
			reservation,
			stateWords(state, statusCode),
		),
		{ customerTenantId: tenantId },
	);
}
