/** Texts of the page that do not depend on the reservation. */
import * as vscode from 'vscode';
import type { LabelKey } from '../messages';

export function labels(): Record<LabelKey, string> {
	const { l10n } = vscode;
	return {
		loading: l10n.t('Loading…'),
		retry: l10n.t('Retry'),
		refresh: l10n.t('Refresh'),
		now: l10n.t('Configuration now'),
		task: l10n.t('What to do'),
		scope: l10n.t('Scope'),
		filter: l10n.t('Find a scope'),
		filterHelp: l10n.t('Any part of a name or an ID.'),
		name: l10n.t('Name'),
		flexibility: l10n.t('Optimize for'),
		renewal: l10n.t('Automatic renewal'),
		renewalOn: l10n.t('On'),
		renewalOff: l10n.t('Off'),
		archive: l10n.t('Archive'),
		partScope: l10n.t('Scope after the split'),
		candidates: l10n.t('Reservations of the same order'),
		field: l10n.t('What'),
		before: l10n.t('Before'),
		after: l10n.t('After'),
		blockers: l10n.t('It can’t be done like this'),
		usage: l10n.t('Who used it yesterday'),
		useNow: l10n.t('Go On With What It Is Now'),
		reset: l10n.t('Discard My Choice'),
		look: l10n.t('Look Again'),
		changes: l10n.t('Last changes'),
		source: l10n.t('Read the rule'),
		steps: l10n.t('Step by step'),
	};
}
