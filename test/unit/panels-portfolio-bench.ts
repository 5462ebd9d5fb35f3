/** Portfolio panels over a real service, outside of VS Code: what their pages were told, what they ran, and what they keep. */
import assert from 'node:assert/strict';
import type { Memento, WebviewPanel } from 'vscode';
import { pause } from '../../src/azure/gate';
import { createPortfolioPanels, type PortfolioPanels } from '../../src/panels/portfolio';
import { HostMessage, type Items, type PageMessage, type Portfolio, type SavedState } from '../../src/panels/portfolio/messages';
import type { ReservationsService } from '../../src/reservations/api';
import type { ReservationRef } from '../../src/reservations/model';
import { Desk } from '../helpers/operations';
import { panelHost } from '../helpers/panel-host';
import { panelMessages } from '../helpers/panel-messages';
import type { TestServiceOptions } from '../helpers/service';
import { opened, Panel } from '../ui/pages/vscode-outside';

export const { until, last } = panelMessages(HostMessage);

class Memory implements Pick<Memento, 'get' | 'update'> {
	readonly kept = new Map<string, unknown>();
	get<T>(key: string): T | undefined {
		return structuredClone(this.kept.get(key)) as T | undefined;
	}
	async update(key: string, value: unknown): Promise<void> {
		this.kept.set(key, structuredClone(value));
	}
}

export class PortfolioBench {
	readonly panels: PortfolioPanels;
	readonly #memory = new Memory();
	/** Commands that were run, with their arguments, the oldest first. */
	readonly ran: unknown[][] = [];

	constructor(service: ReservationsService) {
		opened.length = 0;
		this.panels = createPortfolioPanels({
			...panelHost(service, { warn: assert.fail, error: assert.fail }),
			memory: this.memory,
			runCommand: (...args) => this.ran.push(args),
		});
	}

	get memory(): Memento {
		return this.#memory as unknown as Memento;
	}

	/** A panel whose page is there. */
	async open(): Promise<Panel> {
		this.panels.open({});
		const panel = opened.at(-1) ?? assert.fail('no panel');
		send(panel, { type: 'ready' });
		await portfolio(panel, ({ loading }) => !loading);
		return panel;
	}

	/** The same after a scan of all customers. */
	async scanned(): Promise<Panel> {
		const panel = await this.open();
		send(panel, { type: 'scan' });
		await until(panel, 'scan', ({ running, total, done }) => !running && total > 0 && done === total);
		await portfolio(panel, ({ itemCount }) => itemCount > 100);
		return panel;
	}

	/** A panel as VS Code opens it again after a reload of the window. */
	restore(saved: SavedState): Panel {
		const panel = new Panel('cspReservations.portfolio', 'Portfolio', {});
		this.panels.restore(panel as unknown as WebviewPanel, structuredClone(saved));
		send(panel, { type: 'ready' });
		return panel;
	}

	dispose(): void {
		this.panels.dispose();
	}
}

/** A sandbox with a service on it that hardly waits. */
export function openDesk(
	options: { readonly customers: number; readonly reservations: number },
	more: TestServiceOptions = {},
): Promise<Desk> {
	return Desk.open(options, { sleep: (ms) => pause(Math.min(ms, 5)), ...more });
}

/** For a `describe`: one sandbox for all its tests, and for each of them panels that remember nothing. */
export function usePortfolioBench(): { readonly desk: Desk; bench: PortfolioBench } {
	const given = {} as { desk: Desk; bench: PortfolioBench };
	before(async () => {
		given.desk = await openDesk({ customers: 40, reservations: 5 });
	});
	after(() => given.desk?.close());
	beforeEach(() => {
		given.bench = new PortfolioBench(given.desk.first.service);
	});
	afterEach(() => given.bench.dispose());
	return given;
}

/** The page asks for something. */
export const send = (panel: Panel, message: PageMessage) => panel.send(message);
export const portfolio = (panel: Panel, fits: (view: Portfolio) => boolean) => until(panel, 'portfolio', fits);
export const items = (panel: Panel): Items => last(panel, 'items') ?? assert.fail('no items');
export const idsIn = (panel: Panel) => items(panel).items.flatMap((item) => (item.kind === 'row' ? [item.id] : []));

export function rowOf(panel: Panel, id: string) {
	const found = items(panel).items.find((item) => item.kind === 'row' && item.id === id);
	return found?.kind === 'row' ? found : assert.fail('no such row');
}

/** What VS Code's menu on a row acts on. */
export const contextOf = (panel: Panel, id: string) =>
	JSON.parse(rowOf(panel, id).context) as ReservationRef & { readonly webviewSection: string };
