/** The last step before anything is sent: before and after, who is covered now and then, what to know, and what speaks against it. */
import * as vscode from 'vscode';
import { isCancelled, isServiceFailure } from '../../azure/failure';
import { differenceWords } from '../../host/change-words';
import { reservationCount } from '../../host/counts';
import { date, number } from '../../host/formats';
import { escapeIcons } from '../../host/markup';
import { type ListItem, listStep, type Place } from '../../host/quick-steps';
import type { ConfigurationService } from '../../reservations/configuration/api';
import type { ConfigurationPreview, Difference, ScopeUsage } from '../../reservations/configuration/model';
import type { Reservation, ResourceUsage } from '../../reservations/model';
import { section } from './scope-step';
import type { Subject, Wish } from './wish';

/** What fits into one line of a quick pick, in characters; longer sentences go on below. */
const LINE = 66;
/** Names of resources that are told one by one. */
const NAMES = 5;

type Item = ListItem<true>;

/** What came of looking ahead for one reservation. */
export interface Previewed {
	readonly reservation: Reservation;
	readonly preview?: ConfigurationPreview | undefined;
	/** Why it could not be looked at. */
	readonly problem?: string | undefined;
}

/** Shows what the change would do. Fills in what the user saw. @param act what going on is called */
export function previewStep(place: Place, service: ConfigurationService, { reservations }: Subject, wish: Wish, act: string) {
	return listStep<true>(place, {
		placeholder: vscode.l10n.t('Nothing has been sent yet. Enter makes the change, Escape leaves it'),
		items: async (signal) => {
			const all = await Promise.all(reservations.map((reservation) => previewed(service, reservation, wish, signal)));
			wish.seen = new Map(
				all.map(({ reservation, preview }) => [reservation.reservationId, preview?.basis ?? service.basisOf(reservation)]),
			);
			return previewItems(all, act, wish.scopeName);
		},
		chosen: () => undefined,
	});
}

async function previewed(
	service: ConfigurationService,
	reservation: Reservation,
	{ change }: Wish,
	signal: AbortSignal,
): Promise<Previewed> {
	try {
		return { reservation, preview: await service.preview(reservation, change, signal) };
	} catch (error) {
		if (isCancelled(error) || !isServiceFailure(error)) throw error;
		return { reservation, problem: error.message };
	}
}

/** The rows of the preview of one or of many reservations. @param scopeName of the scope that they get */
export function previewItems(all: readonly Previewed[], act: string, scopeName?: string): Item[] {
	const { l10n } = vscode;
	const changing = all.filter(
		({ preview }) => preview !== undefined && preview.blockers.length === 0 && preview.differences.length > 0,
	);
	const same = all.filter(
		({ preview }) => preview !== undefined && preview.blockers.length === 0 && preview.differences.length === 0,
	);
	const against = all.filter(({ preview, problem }) => problem !== undefined || (preview?.blockers.length ?? 0) > 0);
	const count = l10n.t('{0} of {1}', number(changing.length), reservationCount(all.length));
	const go: Item = { label: `$(check) ${act}`, ...(all.length > 1 && { description: count }), value: true, alwaysShow: true };
	const isOfMany = all.length > 1;
	const differences = section<true>(
		l10n.t('Before → after'),
		changing.flatMap(({ reservation, preview }) =>
			(preview?.differences ?? []).flatMap((it) => changeRows(named(it, scopeName), reservation, isOfMany)),
		),
	);
	const obstacles = section<true>(
		l10n.t('Not possible'),
		against.flatMap(({ reservation, preview, problem }) => {
			const why = problem ?? preview?.blockers.join(' ') ?? '';
			return sentence('error', isOfMany ? l10n.t('{0}: {1}', reservation.name, why) : why);
		}),
	);
	const unchanged = section<true>(
		l10n.t('Nothing to change'),
		same.map(({ reservation }) => ({ label: `$(dash) ${escapeIcons(reservation.name)}`, description: l10n.t('is so already') })),
	);
	const known = [
		...coveredItems(changing.map(({ preview }) => preview?.usage).filter((usage) => usage !== undefined)),
		...section(l10n.t('Good to know'), notes(changing)),
	];
	const begin = [...(changing.length > 0 ? [go] : []), ...obstacles];
	// A long list would push out of sight what is to be known of all of them.
	return isOfMany ? [...begin, ...known, ...differences, ...unchanged] : [...begin, ...differences, ...unchanged, ...known];
}

function changeRows(difference: Difference, { name }: Reservation, isOneOfMany: boolean): Item[] {
	const words = differenceWords(difference);
	if (!isOneOfMany) return sentence('arrow-right', vscode.l10n.t('{0}: {1}', difference.label, words));
	return [{ label: `$(arrow-right) ${escapeIcons(name)}`, description: escapeIcons(words) }];
}

/** The service knows the ids of a scope that it has not been applied to yet, but not its name. */
function named(difference: Difference, scopeName: string | undefined): Difference {
	return difference.field === 'scope' && scopeName !== undefined ? { ...difference, after: scopeName } : difference;
}

/** Who has the discount now and who will have it, by the resources that used it on the day that is known last. */
function coveredItems(usages: readonly ScopeUsage[]): Item[] {
	const { l10n } = vscode;
	const [first] = usages;
	if (first === undefined) return [];
	const row = (icon: string, text: string, resources: readonly ResourceUsage[]): Item[] =>
		resources.length === 0
			? []
			: [{ label: `$(${icon}) ${text}`, description: number(resources.length), detail: escapeIcons(namesOf(resources)) }];
	const of = (side: 'inside' | 'outside' | 'unclear') => usages.flatMap((usage) => usage[side]);
	const rows = [
		...row('pass', l10n.t('Resources keep the discount'), of('inside')),
		...row('circle-slash', l10n.t('Resources lose the discount'), of('outside')),
		...row('question', l10n.t('Resources of which it is not known'), of('unclear')),
	];
	const none: Item = { label: `$(info) ${l10n.t('No resource used it on that day.')}` };
	return section<true>(l10n.t('Covered on {0}', date(first.day)), rows.length === 0 ? [none] : rows);
}

function namesOf(resources: readonly ResourceUsage[]): string {
	const names = [...new Set(resources.map(({ resourceName }) => resourceName))];
	const shown = names.slice(0, NAMES).join(', ');
	return names.length <= NAMES ? shown : vscode.l10n.t('{0} and {1} more', shown, number(names.length - NAMES));
}

/** The notes of all, each once. */
function notes(all: readonly Previewed[]): Item[] {
	const byText = new Map(all.flatMap(({ preview }) => preview?.notes ?? []).map((note) => [note.text, note]));
	return [...byText.values()].flatMap(({ severity, text }) => sentence(severity === 'info' ? 'info' : 'warning', text));
}

/** A sentence over as many lines as it needs: a quick pick cuts off what is longer. */
export function sentence(icon: string, text: string): Item[] {
	const lines: string[] = [];
	for (const word of escapeIcons(text).split(' ')) {
		const last = lines.at(-1);
		if (last !== undefined && last.length + word.length < LINE) lines[lines.length - 1] = `${last} ${word}`;
		else lines.push(word);
	}
	const rows: Item[] = [];
	for (let at = 0; at < lines.length; at += 2) {
		const [label = '', detail] = lines.slice(at, at + 2);
		rows.push({ label: at === 0 ? `$(${icon}) ${label}` : label, ...(detail !== undefined && { detail }) });
	}
	return rows;
}
