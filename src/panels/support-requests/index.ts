/** The Support Requests panels: one for each customer, found again when it is opened a second time. */
import * as vscode from 'vscode';
import type { Panels } from '../../host/lazy-panels';
import { PanelSet } from '../shared/panels';
import { PageMessage, SavedState } from './messages';
import { type RequestsHost, RequestsPanel, type RequestsSubject } from './panel';

export type { RequestsSubject } from './panel';
export type RequestsPanels = Panels<RequestsSubject>;

/** Makes the panels' keeper; nothing is shown until a panel is opened or restored. */
export function createRequestsPanels(host: RequestsHost): RequestsPanels {
	return new PanelSet<SavedState, PageMessage, RequestsPanel>(host, {
		name: 'supportRequests',
		icon: 'comment-discussion',
		title: vscode.l10n.t('Support Requests'),
		starting: vscode.l10n.t('Loading the support requests…'),
		asked: PageMessage,
		saved: SavedState,
		keyOf: ({ tenantId }) => tenantId,
		nameOf: ({ tenantId }) => host.session.current?.getCustomer(tenantId)?.name,
		tabTitle: (name) => vscode.l10n.t('Support Requests: {0}', name),
		fill: (saved, page) => new RequestsPanel(saved, page, host),
		reopened: ({ content }, { shown }) => {
			if (shown !== undefined) content.show(shown);
		},
	});
}
