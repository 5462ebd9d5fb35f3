/** The Portfolio panel: there is one, found again when it is opened a second time; and the export of what it shows, or of everything. */
import * as vscode from 'vscode';
import type { Panels } from '../../host/lazy-panels';
import type { ReservationRef } from '../../reservations/model';
import { PanelSet } from '../shared/panels';
import { refOf } from '../shared/reservation-panels';
import { exportRows } from './export';
import { PageMessage, SavedState } from './messages';
import { type PortfolioHost, PortfolioPanel } from './panel';
import { usualColumns } from './views/columns';
import { tableWords } from './views/words';

export type PortfolioState = SavedState;

export interface PortfolioPanels extends Panels<SavedState> {
	/** What is selected in the panel, in the order that is shown. */
	readonly selected: readonly ReservationRef[];
	/**
	 * Exports what is selected in the panel, else what it shows; without a panel, all that is known and has not ended.
	 * @throws ServiceFailure
	 */
	exportShown(): Promise<vscode.Uri | undefined>;
}

/** Makes the panel's keeper; nothing is shown until it is opened or restored. */
export function createPortfolioPanels(host: PortfolioHost): PortfolioPanels {
	const panels = new PanelSet(host, {
		name: 'portfolio',
		icon: 'table',
		title: vscode.l10n.t('Portfolio'),
		starting: vscode.l10n.t('Loading the portfolio…'),
		asked: PageMessage,
		saved: SavedState,
		keyOf: () => '',
		nameOf: () => undefined,
		tabTitle: (name) => name,
		fill: (saved, page) => new PortfolioPanel(saved, page, host),
	});
	return {
		open: (saved) => panels.open(saved),
		restore: (panel, state) => panels.restore(panel, state),
		get active() {
			return panels.active;
		},
		get selected() {
			return Array.from(panels.find({})?.content.selected ?? [], ({ reservation }) => refOf(reservation));
		},
		dispose: () => panels.dispose(),
		exportShown: async () => {
			const { cloud, table } = await host.session.service();
			const content = panels.find({})?.content;
			if (content?.view !== undefined) {
				const { view, selection, columns } = content;
				return exportRows({ rows: view.held(selection.size === 0 ? undefined : selection.ids), columns, cloud });
			}
			const opened = table.open(tableWords);
			try {
				return await exportRows({ rows: opened.query({ hideEnded: true }).held(), columns: usualColumns, cloud });
			} finally {
				opened.dispose();
			}
		},
	};
}
