/** A person at a sign-in page, without a browser: reads the form of a page, fills it in, sends it off, follows where it leads. */

/** `fetch` with whatever certificates and proxies a test needs. */
export type Fetch = (
	address: string,
	init?: { method?: string; body?: string; headers?: Record<string, string>; redirect?: 'manual' },
) => Promise<Reply>;

interface Reply {
	readonly status: number;
	readonly headers: { get(name: string): string | null };
	text(): Promise<string>;
}

/** A page, or where the app was sent to. */
export interface Shown {
	readonly status: number;
	/** Address of the page; of the app, once it was answered. */
	readonly address: string;
	readonly html: string;
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };

function unescaped(text: string): string {
	return text.replace(/&(amp|lt|gt|quot|#39);/g, (_, name: string) => ENTITIES[name] ?? '');
}

function attribute(tag: string, name: string): string | undefined {
	const value = new RegExp(`\\b${name}="([^"]*)"`).exec(tag)?.[1];
	return value === undefined ? undefined : unescaped(value);
}

/** What the form on a page sends as it stands. */
function fieldsOf(html: string): URLSearchParams {
	const fields = new URLSearchParams();
	for (const [tag] of html.matchAll(/<input\b[^>]*>/g)) {
		const type = attribute(tag, 'type');
		if ((type === 'radio' || type === 'checkbox') && !/\bchecked\b/.test(tag)) continue;
		const name = attribute(tag, 'name');
		if (name !== undefined) fields.set(name, attribute(tag, 'value') ?? '');
	}
	return fields;
}

export class SignInPage {
	constructor(readonly fetch: Fetch) {}

	async open(address: string): Promise<Shown> {
		return await this.#shown(address, await this.fetch(address, { redirect: 'manual' }));
	}

	/** Fills in the form and presses the button with this value. */
	async press(page: Shown, action: string, filled: Readonly<Record<string, string>> = {}): Promise<Shown> {
		const fields = fieldsOf(page.html);
		for (const [name, value] of Object.entries(filled)) fields.set(name, value);
		fields.set('action', action);
		return await this.#send(page.address, fields);
	}

	/** Opens the page, takes an account and presses "Sign in". @returns the app's page, or the page that says no */
	async signIn(address: string, account: string, filled: Readonly<Record<string, string>> = {}): Promise<Shown> {
		return await this.press(await this.open(address), 'sign-in', { account, ...filled });
	}

	async #send(address: string, fields: URLSearchParams): Promise<Shown> {
		const reply = await this.fetch(address, {
			method: 'POST',
			body: fields.toString(),
			headers: { 'content-type': 'application/x-www-form-urlencoded' },
			redirect: 'manual',
		});
		return await this.#shown(address, reply);
	}

	/** Follows redirects, and forms that send themselves, to the app. */
	async #shown(address: string, reply: Reply): Promise<Shown> {
		const location = reply.headers.get('location');
		if (location !== null) return await this.open(new URL(location, address).href);
		const html = await reply.text();
		const action = /<form\b[^>]*>/.exec(html)?.[0];
		const target = action === undefined ? undefined : attribute(action, 'action');
		if (target !== undefined && html.includes('document.forms[0].submit()')) return await this.#send(target, fieldsOf(html));
		return { status: reply.status, address, html };
	}
}
