/** What the tests of the access panels share: a doctor whose reports the test hands out one by one, and VS Code stood in for. */
import '../ui/pages/outside';
import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import type { LogOutputChannel, Uri as VscodeUri } from 'vscode';
import { type AccessPanels, createAccessPanels } from '../../src/panels/access';
import type { AccessDoctor } from '../../src/panels/access/doctor';
import { HostMessage } from '../../src/panels/access/messages';
import type { AccessHost } from '../../src/panels/access/panel';
import type { AccessReport, AccessSubject, WhoAmI } from '../../src/reservations/access';
import type { Change } from '../../src/reservations/api';
import type { Customer } from '../../src/reservations/model';
import { panelMessages } from '../helpers/panel-messages';
import * as samples from '../ui/pages/access-sample';
import { cloud, customer, reservation } from '../ui/pages/sample';
import { browserOpens, env, opened, openedOutside, type Panel, Uri } from '../ui/pages/vscode-outside';

export const { last, until } = panelMessages(HostMessage);

/** One check under way, whose reports the test gives. */
class Run {
	readonly #reports = new TransformStream<AccessReport, AccessReport>();
	readonly #writer = this.#reports.writable.getWriter();

	constructor(
		readonly subject: AccessSubject,
		readonly signal: AbortSignal,
	) {
		this.#writer.closed.catch(() => undefined);
		signal.addEventListener('abort', () => this.fail(signal.reason as Error));
	}

	async *reports(): AsyncIterable<AccessReport> {
		for await (const report of this.#reports.readable) yield report;
	}

	give(report: AccessReport): void {
		this.#writer.write(report).catch(() => undefined);
	}

	end(): void {
		this.#writer.close().catch(() => undefined);
	}

	fail(error: Error): void {
		this.#writer.abort(error).catch(() => undefined);
	}
}

export class HandedDoctor implements AccessDoctor {
	readonly cloud = cloud;
	readonly runs: Run[] = [];
	known: Customer | undefined = customer;
	who: () => Promise<WhoAmI> = async () => samples.whoAmI;

	getCustomer(tenantId: string): Customer | undefined {
		return tenantId === this.known?.tenantId ? this.known : undefined;
	}

	getReservation(): typeof reservation {
		return reservation;
	}

	checkAccess(subject: AccessSubject, signal: AbortSignal): AsyncIterable<AccessReport> {
		const run = new Run(subject, signal);
		this.runs.push(run);
		return run.reports();
	}

	whoAmI(): Promise<WhoAmI> {
		return this.who();
	}

	reportText({ title, verdict }: AccessReport): string {
		return `${title}: ${verdict}`;
	}

	/** The check that was begun last, once it is. */
	async run(count = 1): Promise<Run> {
		for (const started = Date.now(); Date.now() - started < 30_000; await sleep(5)) {
			const run = this.runs[count - 1];
			if (run !== undefined) return run;
		}
		throw new Error(`Only ${this.runs.length} checks were begun.`);
	}
}

/** The panels around a doctor, with what the rest of the extension was asked for. */
export class AccessDesk {
	doctor = new HandedDoctor();
	/** Takes the place of {@link doctor} where the service's own is wanted. */
	real: AccessDoctor | undefined;
	/** Whether the connection is up, and why it can't be made. */
	connected = false;
	refused: Error | undefined;
	readonly log: string[] = [];
	readonly ran: { id: string; subject: AccessSubject }[] = [];
	/** Who signs in; undefined when the user gives up. */
	account: string | undefined;
	readonly panels: AccessPanels;
	readonly #listeners = new Set<(change: Change) => void>();

	constructor() {
		opened.length = 0;
		openedOutside.length = 0;
		browserOpens.yes = true;
		env.clipboard.text = undefined;
		const write = (message: string) => this.log.push(message);
		const current = () => (this.connected ? (this.real ?? this.doctor) : undefined);
		const host: AccessHost = {
			session: {
				get current() {
					return current();
				},
				service: async () => {
					if (this.refused !== undefined) throw this.refused;
					this.connected = true;
					return this.real ?? this.doctor;
				},
				onDidChange: (listener: (change: Change) => void) => {
					this.#listeners.add(listener);
					return { dispose: () => this.#listeners.delete(listener) };
				},
				log: { warn: write, error: write } as unknown as LogOutputChannel,
			},
			extensionUri: Uri.file('/extension') as unknown as VscodeUri,
			runCommand: async (id, subject) => {
				this.ran.push({ id, subject });
				return this.account;
			},
		};
		this.panels = createAccessPanels(host);
	}

	/** Tells the panels what the service came to know. */
	changed(change: Change): void {
		for (const listener of [...this.#listeners]) listener(change);
	}

	open(subject: AccessSubject = samples.ofCustomer): Panel {
		this.panels.open(subject);
		const panel = opened.at(-1);
		assert.ok(panel !== undefined);
		panel.send({ type: 'ready' });
		return panel;
	}

	/** A panel that shows the finished report of the troubled customer. */
	async openFinished(): Promise<Panel> {
		const panel = this.open();
		const run = await this.doctor.run();
		run.give(samples.troubled);
		run.end();
		await until(panel, 'access', ({ running, checks }) => !running && checks.length > 0);
		return panel;
	}
}

/** Waits until the page's live region was told this. */
export const announced = (panel: Panel, text: string | RegExp) =>
	until(panel, 'announce', (message) => (typeof text === 'string' ? message.text === text : text.test(message.text)));
