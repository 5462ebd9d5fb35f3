/** What one access panel knows: lets the doctor examine its subject, follows the report, and opens or copies what helps. */
import * as vscode from 'vscode';
import { isCancelled, type ServiceFailure } from '../../azure/failure';
import type { AccessFix, AccessReport, AccessSubject, WhoAmI } from '../../reservations/access';
import type { Change } from '../../reservations/api';
import { openKnownSite } from '../shared/links';
import type { PageTalk } from '../shared/page';
import { asFailure, Part } from '../shared/part';
import type { PanelSession } from '../shared/session';
import type { AccessDoctor } from './doctor';
import type { HostMessage } from './messages';
import { accessView, finding, subjectName } from './views/report';
import { whoView } from './views/who';

/** Which fix of which check. */
interface FixPlace {
	readonly check: string;
	readonly fix: number;
}

export class AccessContent {
	readonly #subject: AccessSubject;
	readonly #session: PanelSession<AccessDoctor>;
	readonly #page: PageTalk<HostMessage>;
	readonly #who: Part<WhoAmI>;
	/** Of the connection that the report is about; undefined until there is one. */
	#doctor: AccessDoctor | undefined;
	#report: AccessReport | undefined;
	#failure: ServiceFailure | undefined;
	#stopped = false;
	#running: AbortController | undefined;

	constructor(subject: AccessSubject, session: PanelSession<AccessDoctor>, page: PageTalk<HostMessage>) {
		this.#subject = subject;
		this.#session = session;
		this.#page = page;
		this.#who = new Part<WhoAmI>(
			async (signal) => (await session.service()).whoAmI(signal),
			() => this.#postWho(),
		);
	}

	/** Examines from nothing; also after the connection was made anew. Tells the finding. */
	start(): void {
		this.forget();
		this.#page.tell(this.check());
	}

	/** Examines anew; what runs is given up. Never rejects. @returns what to tell once that is done */
	async check(): Promise<string | undefined> {
		this.#running?.abort();
		const running = new AbortController();
		this.#running = running;
		this.#failure = undefined;
		this.#stopped = false;
		if (this.#subject.kind === 'connection') void this.#who.read();
		this.#postReport();
		try {
			const doctor = await this.#session.service();
			if (this.#running !== running) return undefined;
			this.#doctor = doctor;
			for await (const report of doctor.checkAccess(this.#subject, running.signal)) {
				if (this.#running !== running) return undefined;
				this.#report = report;
				this.#postReport();
			}
		} catch (error) {
			if (this.#running !== running) return undefined;
			if (isCancelled(error)) this.#stopped = true;
			else this.#failure = asFailure(error);
		}
		if (this.#running !== running) return undefined;
		this.#running = undefined;
		this.#postReport();
		return this.#failure?.message ?? (this.#report === undefined ? undefined : finding(this.#report));
	}

	/** Ends what runs; what was found stays. @returns what to tell */
	stop(): string | undefined {
		if (this.#running === undefined) return undefined;
		this.#running.abort();
		this.#running = undefined;
		this.#stopped = true;
		this.#postReport();
		return vscode.l10n.t('The check was stopped.');
	}

	/** Reads anew who the connection speaks for. @returns what to tell once that is done */
	async retryWho(): Promise<string | undefined> {
		await this.#who.read();
		return this.#who.known.failure?.message ?? vscode.l10n.t('Read again.');
	}

	/** Shows names that the service came to know, and examines again with another connection. */
	follow(change: Change): void {
		const { current } = this.#session;
		const restarted = this.#doctor !== undefined && current !== this.#doctor;
		const cameUp = this.#doctor === undefined && this.#failure !== undefined && current !== undefined;
		if (restarted || cameUp) this.start();
		else if (change.kind === 'customers' || change.tenantId.toLowerCase() === this.#tenantId?.toLowerCase()) this.#postReport();
	}

	/** Puts the report on the clipboard, as far as it has come. @returns what to tell */
	async copyReport(): Promise<string | undefined> {
		if (this.#report === undefined || this.#doctor === undefined) return undefined;
		await vscode.env.clipboard.writeText(this.#doctor.reportText(this.#report));
		this.#page.post({ type: 'copied' });
		return vscode.l10n.t('The report is on the clipboard.');
	}

	/** Puts the command line of a fix on the clipboard. @returns what to tell */
	async copyShell(place: FixPlace): Promise<string> {
		const shell = this.#fixAt(place)?.shell;
		if (shell === undefined) return fixGone();
		await vscode.env.clipboard.writeText(shell);
		this.#page.post({ type: 'copied', of: { check: place.check, fix: place.fix } });
		return vscode.l10n.t('The command line is on the clipboard.');
	}

	/** Opens the page that a fix leads to in the browser, if it is one of a known site. @returns what to tell */
	async openLink(place: FixPlace): Promise<string> {
		const address = this.#fixAt(place)?.link;
		if (address === undefined || this.#doctor === undefined) return fixGone();
		return openKnownSite(address, this.#doctor.cloud, this.#session.log);
	}

	/** Everything that is known: for a page that has just come up. */
	postAll(): void {
		this.#postReport();
		this.#postWho();
	}

	/** Gives up what runs and forgets what was found. */
	forget(): void {
		this.#running?.abort();
		this.#running = undefined;
		this.#doctor = undefined;
		this.#report = undefined;
		this.#failure = undefined;
		this.#stopped = false;
		this.#who.forget();
	}

	/** True while it is examined. */
	get isRunning(): boolean {
		return this.#running !== undefined;
	}

	get #tenantId(): string | undefined {
		return this.#subject.kind === 'connection' ? undefined : this.#subject.tenantId;
	}

	#fixAt({ check, fix }: FixPlace): AccessFix | undefined {
		return this.#report?.checks.find(({ id }) => id === check)?.fixes[fix];
	}

	#postReport(): void {
		const tenantId = this.#tenantId;
		const doctor = this.#doctor ?? this.#session.current;
		const input = {
			subject: this.#subject,
			cloud: doctor?.cloud,
			customer: tenantId === undefined ? undefined : doctor?.getCustomer(tenantId),
			reservation: this.#subject.kind === 'reservation' ? doctor?.getReservation(this.#subject) : undefined,
			report: this.#report,
			running: this.#running !== undefined,
			stopped: this.#stopped,
			failure: this.#failure,
		};
		this.#page.named(subjectName(input));
		this.#page.post(accessView(input));
	}

	#postWho(): void {
		if (this.#subject.kind === 'connection') this.#page.post(whoView(this.#who.known));
	}
}

/** The report has changed between what the page showed and what was clicked. */
function fixGone(): string {
	return vscode.l10n.t('This fix is not part of the report any more. Nothing was done.');
}
