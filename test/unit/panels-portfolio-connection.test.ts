/** The Portfolio panel while its connection can't read, and when another one takes its place. */
import '../ui/pages/outside';
import assert from 'node:assert/strict';
import { createPortfolioPanels, type PortfolioPanels } from '../../src/panels/portfolio';
import type { Change, ReservationsService } from '../../src/reservations/api';
import type { Desk } from '../helpers/operations';
import { panelHost } from '../helpers/panel-host';
import { clearFaults, orderFault } from '../helpers/service';
import { opened } from '../ui/pages/vscode-outside';
import { idsIn, last, openDesk, PortfolioBench, portfolio, send } from './panels-portfolio-bench';

describe('Portfolio panel and its connection', () => {
	const desks: Desk[] = [];
	let panels: PortfolioPanels | undefined;
	const desk = async () => {
		const made = await openDesk({ customers: 12, reservations: 4 });
		desks.push(made);
		return made;
	};
	afterEach(async () => {
		panels?.dispose();
		await Promise.all(desks.splice(0).map((it) => it.close()));
	});

	it('says why no customer is known, until one is', async () => {
		const { sandbox, first } = await desk();
		await orderFault(sandbox, { match: { service: 'authority' }, fault: { kind: 'status', status: 400 } });
		const bench = new PortfolioBench(first.service);
		panels = bench.panels;
		const panel = await bench.open();
		const { empty } = await portfolio(panel, (view) => view.empty !== undefined);
		assert.equal(empty, first.service.getCustomers().failure?.message);
		await clearFaults(sandbox);
		await first.service.refreshCustomers();
		const known = await portfolio(panel, (view) => view.empty !== empty);
		assert.match(known.empty ?? '', /No reservation is known yet/);
	});

	it('goes on with the next connection by itself, and shows nothing of the one before', async () => {
		const [before, after] = await Promise.all([desk(), desk()]);
		await after.first.service.scan.start();
		let next: ReservationsService = before.first.service;
		let changed = (_: Change): unknown => assert.fail('nobody listens');
		const host = panelHost(next);
		const session = {
			...host.session,
			current: next as ReservationsService | undefined,
			service: async () => {
				session.current = next;
				return next;
			},
			onDidChange: (listener: typeof changed) => {
				changed = listener;
				return { dispose: () => undefined };
			},
		};
		const memory = { get: () => undefined, update: async () => undefined, keys: () => [] };
		opened.length = 0;
		panels = createPortfolioPanels({ ...host, session, memory, runCommand: () => undefined });
		panels.open({});
		const panel = opened.at(-1) ?? assert.fail('no panel');
		send(panel, { type: 'ready' });
		await before.first.service.scan.start();
		changed({ kind: 'customers' });
		await portfolio(panel, ({ itemCount }) => itemCount > 10);
		const shown = new Set(idsIn(panel));

		// The connection was switched: the one before has ended, and nobody else has started the next one.
		[next, session.current] = [after.first.service, undefined];
		changed({ kind: 'customers' });
		assert.equal(last(panel, 'portfolio')?.itemCount, 0, 'the rows go with their connection');
		await portfolio(panel, ({ itemCount, loading }) => itemCount > 10 && !loading);
		assert.equal(session.current, after.first.service);
		assert.ok(shown.size > 0 && idsIn(panel).length > 0);
	});
});
