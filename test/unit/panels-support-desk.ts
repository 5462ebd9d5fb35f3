/** What the tests of the panels of support requests share: panels over a service and the sandbox, whose connection the test replaces. */
import assert from 'node:assert/strict';
import type { WebviewPanel } from 'vscode';
import { createSupportPanels, type SupportPanels, type SupportSubject } from '../../src/panels/support';
import { HostMessage, type Support } from '../../src/panels/support/messages';
import { createRequestsPanels, type RequestsPanels, type RequestsSubject } from '../../src/panels/support-requests';
import { type Requests, HostMessage as RequestsMessage } from '../../src/panels/support-requests/messages';
import type { ReservationsService } from '../../src/reservations/api';
import type { ReservationRef } from '../../src/reservations/model';
import { SupportServiceDesk } from '../contract/support-service-desk';
import { panelHost, ReplaceableSession } from '../helpers/panel-host';
import { panelMessages } from '../helpers/panel-messages';
import { clearFaults, clearRequests } from '../helpers/service';
import { env, opened, openedOutside, Panel } from '../ui/pages/vscode-outside';

const support = panelMessages(HostMessage);
const requests = panelMessages(RequestsMessage);

/** Waits for what the page of a draft shows. */
export const shown = (panel: Panel, fits: (view: Support) => boolean) => support.until(panel, 'support', fits);
/** Waits for what the page of the requests shows. */
export const listed = (panel: Panel, fits: (view: Requests) => boolean) => requests.until(panel, 'requests', fits);
/** Waits for what the page of a draft tells. */
export const told = (panel: Panel, text: RegExp) => support.until(panel, 'announce', (it) => text.test(it.text));
/** Waits for what the page of the requests tells. */
export const toldByList = (panel: Panel, text: RegExp) => requests.until(panel, 'announce', (it) => text.test(it.text));
export const copied = (panel: Panel) => support.until(panel, 'copied', () => true);

export const field = (view: Support, name: string) =>
	view.form?.groups.flatMap(({ fields }) => fields).find((one) => one.name === name) ?? assert.fail(`no field ${name}`);

/** What a user fills in who is asked nothing else. */
export function fill(panel: Panel, topic: string): void {
	panel.send({ type: 'set', field: 'topicId', value: topic });
	panel.send({ type: 'set', field: 'diagnosticConsent', value: 'No' });
	panel.send({ type: 'set', field: 'timeZone', value: 'W. Europe Standard Time' });
}

/** A service with the sandbox, and panels over it; a test may put others in their place. */
export interface SupportBench {
	readonly desk: SupportServiceDesk;
	panels: SupportPanelsDesk;
}

/** For a `describe`: one service for all its tests; panels of its own for each, nothing sent before it, no faults. */
export function useSupportBench(): SupportBench {
	const bench = {} as { -readonly [Key in keyof SupportBench]: SupportBench[Key] };
	before(async () => {
		bench.desk = await SupportServiceDesk.open();
	});
	after(() => bench.desk?.close());
	beforeEach(async () => {
		await clearRequests(bench.desk.desk.sandbox);
		env.clipboard.text = undefined;
		openedOutside.length = 0;
		bench.panels = new SupportPanelsDesk(bench.desk.window.service);
	});
	afterEach(async () => {
		bench.panels.dispose();
		await clearFaults(bench.desk.desk.sandbox);
	});
	return bench;
}

/** Where each panel of this kind was asked to lead to, and the panels themselves. */
export class SupportPanelsDesk {
	readonly session: ReplaceableSession;
	readonly ran: { id: string; subject: unknown }[] = [];
	readonly shownRequests: RequestsSubject[] = [];
	readonly drafts: SupportPanels;
	readonly requests: RequestsPanels;

	/** @param refused why no connection can be made, where none can */
	constructor(service: ReservationsService, refused?: Error) {
		opened.length = 0;
		this.session = new ReplaceableSession(service, refused);
		const host = {
			...panelHost(service),
			session: this.session,
			runCommand: (id: string, subject: unknown) => this.ran.push({ id, subject }),
		};
		this.drafts = createSupportPanels({ ...host, showRequests: (subject) => this.shownRequests.push(subject) });
		this.requests = createRequestsPanels(host);
	}

	dispose(): void {
		this.drafts.dispose();
		this.requests.dispose();
	}

	/** A new draft, once it is filled in. */
	async open(subject: SupportSubject): Promise<Panel> {
		this.drafts.open(subject);
		const panel = ready();
		await shown(panel, ({ loading, form }) => !loading && form !== undefined);
		return panel;
	}

	/** A draft with all that it needs. */
	async filled(subject: SupportSubject): Promise<Panel> {
		const panel = await this.open(subject);
		const view = await shown(panel, (it) => (field(it, 'topicId').options?.length ?? 0) > 0);
		const topic = field(view, 'topicId').options?.find(({ label }) => /Reservation Management/.test(label));
		fill(panel, topic?.value ?? assert.fail('no topic about reservations'));
		return panel;
	}

	/** A draft as it is about to be sent. */
	async reviewed(subject: SupportSubject): Promise<Panel> {
		const panel = await this.filled(subject);
		panel.send({ type: 'review' });
		await shown(panel, ({ review }) => review !== undefined);
		return panel;
	}

	/** As after a reload of the window. @param state what the page kept */
	restored(state: Support['saved']): Panel {
		return restored('cspReservations.support', this.drafts, state);
	}

	/** The requests of a customer, once they are read. */
	async list(tenantId: string): Promise<Panel> {
		this.requests.open({ tenantId });
		const panel = ready();
		await listed(panel, ({ loading, rows }) => !loading && rows.length > 0);
		return panel;
	}

	/** As after a reload of the window. @param state what the page kept */
	restoredList(state: Requests['saved']): Panel {
		return restored('cspReservations.supportRequests', this.requests, state);
	}
}

export function about({ tenantId, orderId, reservationId }: ReservationRef): SupportSubject {
	return { tenantId, origin: { kind: 'reservation', ref: { tenantId, orderId, reservationId } } };
}

function ready(): Panel {
	const panel = opened.at(-1) ?? assert.fail('no panel');
	panel.send({ type: 'ready' });
	return panel;
}

function restored(kind: string, panels: { restore(panel: WebviewPanel, state: unknown): void }, state: unknown): Panel {
	const panel = new Panel(kind, '', {});
	panels.restore(panel as unknown as WebviewPanel, structuredClone(state));
	panel.send({ type: 'ready' });
	return panel;
}
