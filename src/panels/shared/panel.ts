/** One panel, whatever its kind: what it is about, what it knows, and its ways to its page and to the rest of the extension. */
import type { PageTalk } from './page';

interface Parts<Subject, Content, Told, Host> {
	/** Told to commands; tells the panel from others of its kind. */
	readonly subject: Subject;
	readonly content: Content;
	readonly page: PageTalk<Told>;
	readonly host: Host;
}

/** Each kind adds what it does when its page asks. */
export abstract class Panel<Subject, Content, Told, Host> {
	readonly subject: Subject;
	readonly content: Content;
	protected readonly page: PageTalk<Told>;
	protected readonly host: Host;

	constructor({ subject, content, page, host }: Parts<Subject, Content, Told, Host>) {
		this.subject = subject;
		this.content = content;
		this.page = page;
		this.host = host;
	}
}

/** Waits for work that has nothing to tell. @param work rejects as it does */
export async function silently(work: unknown): Promise<undefined> {
	await work;
}
