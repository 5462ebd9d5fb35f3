/** Texts of the page that do not depend on the reservation. */
import * as vscode from 'vscode';
import type { LabelKey } from '../messages';

export function labels(): Record<LabelKey, string> {
	const { t } = vscode.l10n;
	return {
		loading: t('Loading…'),
		retry: t('Retry'),
		refresh: t('Refresh'),
		now: t('Configuration now'),
		task: t('What to do'),
		scope: t('Scope'),
		filter: t('Find a scope'),
		filterHelp: t('Any part of a name or an ID.'),
		name: t('Name'),
		flexibility: t('Optimize for'),
		renewal: t('Automatic renewal'),
		renewalOn: t('On'),
		renewalOff: t('Off'),
		archive: t('Archive'),
		partScope: t('Scope after the split'),
		candidates: t('Reservations of the same order'),
		field: t('What'),
		before: t('Before'),
		after: t('After'),
		blockers: t('It can not be done like this'),
		usage: t('Who used it yesterday'),
		useNow: t('Go On With What It Is Now'),
		reset: t('Discard My Choice'),
		look: t('Look Again'),
		changes: t('Last changes'),
		source: t('Read the rule'),
		steps: t('Step by step'),
	};
}
