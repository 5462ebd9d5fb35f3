/** How far a reading of many has come, in words: what is through, what waits, and what could not be read, by cause. */
import * as vscode from 'vscode';
import { number } from '../../../host/formats';
import type { ScanCause, ScanPhase, ScanState } from '../../../reservations/scan/model';
import { causeName } from '../causes';
import type { Progress } from '../messages';
import { reasonWords } from './cause-words';

type State = Pick<ScanState, 'phase' | 'total' | 'fresh' | 'read' | 'failed' | 'throttled' | 'notTried' | 'causes'>;

interface Words {
	/** So many of what is read. */
	readonly count: (count: number) => string;
	/** What the counts are of, in each phase. */
	readonly phase: (phase: Exclude<ScanPhase, 'idle'>, counts: string) => string;
	/** What else there is to tell. */
	readonly more: readonly string[];
	/** What a button says that lists those of a cause; left out where there is none. */
	readonly show?: (cause: string) => string;
}

/** @param state undefined while there is no connection */
export function progressView(state: State | undefined, { count, phase, more, show }: Words): Progress {
	if (state === undefined) return { running: false, done: 0, total: 0, problems: [] };
	const { l10n } = vscode;
	const done = state.fresh + state.read + state.failed;
	const causeWords = (cause: ScanCause) => l10n.t('{0}: {1}', count(cause.count), reasonWords(cause));
	const counts = [l10n.t('{0} of {1}', number(done), count(state.total)), ...leftWords(state), ...more].join(' · ');
	return {
		running: state.phase === 'running',
		text: state.phase === 'idle' ? undefined : phase(state.phase, counts),
		done,
		total: state.total,
		// By name: ordered by their counts they would change places, and take the keyboard's focus away, while more are read.
		problems: state.causes
			.toSorted((a, b) => causeName(a).localeCompare(causeName(b)))
			.map((cause) => ({
				text: causeWords(cause),
				cause: causeName(cause),
				retryLabel: l10n.t('Retry: {0}', causeWords(cause)),
				showLabel: show?.(causeWords(cause)),
			})),
	};
}

function leftWords({ failed, throttled, notTried }: State): readonly string[] {
	const { l10n } = vscode;
	const waiting =
		throttled === 1
			? l10n.t('1 waits because the service asked for it')
			: l10n.t('{0} wait because the service asked for it', number(throttled));
	return [
		...(failed > 0 ? [l10n.t('{0} could not be read', number(failed))] : []),
		...(throttled > 0 ? [waiting] : []),
		...(notTried > 0 ? [l10n.t('{0} not tried', number(notTried))] : []),
	];
}
