/** States of checks in words, and how many there are of each. */
import * as vscode from 'vscode';
import type { AccessCheck, AccessState } from '../../../reservations/access';
import type { Mark } from '../../shared/messages';

/** @param running false when the work has ended: what then still waits or runs was never examined */
export function stateMark(state: AccessState, running: boolean): Mark {
	const { l10n } = vscode;
	const mark = (icon: string, tone: Mark['tone'], text: string): Mark => ({ icon, tone, text });
	switch (running ? state : settled(state)) {
		case 'waiting':
			return mark('circle-large', 'none', l10n.t('Waiting'));
		case 'running':
			return mark('loading', 'info', l10n.t('Checking'));
		case 'passed':
			return mark('pass', 'good', l10n.t('Passed'));
		case 'warning':
			return mark('warning', 'warning', l10n.t('Warning'));
		case 'failed':
			return mark('error', 'bad', l10n.t('Failed'));
		case 'skipped':
			return mark('circle-slash', 'none', l10n.t('Skipped'));
		case 'notChecked':
			return mark('circle-slash', 'none', l10n.t('Not checked'));
	}
}

function settled(state: AccessState): AccessState | 'notChecked' {
	return state === 'waiting' || state === 'running' ? 'notChecked' : state;
}

/** How many checks there are in each state, in words; states of none are left out. */
export function tally(checks: readonly Pick<AccessCheck, 'state'>[]): string | undefined {
	const { l10n } = vscode;
	const count = (...states: AccessState[]) => checks.filter(({ state }) => states.includes(state)).length;
	const texts: [number, (count: number) => string][] = [
		[count('failed'), (failed) => l10n.t('{0} failed', failed)],
		[count('warning'), (warnings) => (warnings === 1 ? l10n.t('1 warning') : l10n.t('{0} warnings', warnings))],
		[count('passed'), (passed) => l10n.t('{0} passed', passed)],
		[count('skipped'), (skipped) => l10n.t('{0} skipped', skipped)],
		[count('waiting', 'running'), (open) => l10n.t('{0} not checked', open)],
	];
	const told = texts.filter(([number]) => number > 0).map(([number, words]) => words(number));
	return told.length > 0 ? told.join(' · ') : undefined;
}
