/** The Support Request panels: one for each customer, reservation or operation that a request is written about. */
import * as vscode from 'vscode';
import type { Panels } from '../../host/lazy-panels';
import { PanelSet } from '../shared/panels';
import { PageMessage, SavedState } from './messages';
import { type SupportHost, SupportPanel } from './panel';
import { keyOf, refsOf, type SupportSubject } from './subject';

export type { SupportSubject } from './subject';
export type SupportPanels = Panels<SupportSubject>;

/** Makes the panels' keeper; nothing is shown until a panel is opened or restored. */
export function createSupportPanels(host: SupportHost): SupportPanels {
	const { session } = host;
	return new PanelSet<SupportSubject, PageMessage, SupportPanel>(host, {
		name: 'support',
		icon: 'comment-discussion',
		title: vscode.l10n.t('Support Request'),
		starting: vscode.l10n.t('Filling in what is known…'),
		asked: PageMessage,
		saved: SavedState,
		keyOf,
		nameOf: ({ tenantId, origin }) => {
			const [ref] = refsOf(origin);
			const reservation = ref === undefined ? undefined : session.current?.getReservation(ref);
			return reservation?.name ?? session.current?.getCustomer(tenantId)?.name;
		},
		tabTitle: (name) => vscode.l10n.t('Support Request: {0}', name),
		fill: (subject, page) => new SupportPanel(subject, page, host),
		reopened: ({ content }, { origin }) => content.reopened(origin),
	});
}
