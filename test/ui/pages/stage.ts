/** Shows the built page alone in a browser: the host's own HTML over HTTP, a theme, and the messages of a test. */
import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import type { Uri, Webview } from 'vscode';
import { overviewHtml } from '../../../src/panels/overview/html';
import type { HostMessage, PageMessage } from '../../../src/panels/overview/messages';
import type { Theme } from './themes';
import { Uri as OutsideUri } from './vscode-outside';

const root = path.resolve(import.meta.dirname, '../../..');
const types: Record<string, string> = {
	'.js': 'text/javascript',
	'.css': 'text/css',
	'.ttf': 'font/ttf',
	'.html': 'text/html; charset=utf-8',
};

/** What a page did since it came up. */
interface Recorded {
	readonly sent: PageMessage[];
	state: unknown;
	/** Directives of the policy that something on the page went against. */
	readonly violations: string[];
}

export class Stage {
	readonly #server: Server;
	readonly #browser: Browser;

	private constructor(server: Server, browser: Browser) {
		this.#server = server;
		this.#browser = browser;
	}

	/** Serves `dist/`, which `node esbuild.js` builds. */
	static async open(browser: Browser): Promise<Stage> {
		const server = createServer((request, response) => {
			const { pathname } = new URL(request.url ?? '/', 'http://localhost');
			if (pathname === '/favicon.ico') {
				response.writeHead(204).end();
				return;
			}
			const respond = async () => {
				const content =
					pathname === '/'
						? overviewHtml(webview(server), extensionUri())
						: await readFile(path.join(root, path.normalize(pathname)));
				response.writeHead(200, { 'content-type': types[path.extname(pathname)] ?? 'text/html; charset=utf-8' }).end(content);
			};
			respond().catch(() => response.writeHead(404).end());
		});
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		return new Stage(server, browser);
	}

	/** A page that has said that it is ready. Violations of its policy and errors are kept. */
	async page(theme: Theme, options: BrowserContextOptions = {}): Promise<StagePage> {
		const context = await this.#browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
		const page = await context.newPage();
		const errors: string[] = [];
		page.on('pageerror', (error) => errors.push(error.message));
		page.on('console', (message) => {
			if (message.type() === 'error' || message.type() === 'warning') errors.push(message.text());
		});
		await page.addInitScript(`window.theme = ${JSON.stringify(theme)}`);
		await page.addInitScript({ path: path.join(import.meta.dirname, 'webview.js') });
		await page.goto(baseOf(this.#server));
		// Asked from outside: the page's policy forbids what waits inside it by evaluating text.
		while (!(await page.evaluate('recorded.sent.length > 0'))) await page.waitForTimeout(10);
		return new StagePage(page, errors);
	}

	async close(): Promise<void> {
		await new Promise((resolve) => this.#server.close(resolve));
	}
}

export class StagePage {
	constructor(
		readonly page: Page,
		readonly errors: readonly string[],
	) {}

	/**
	 * Posts messages as the host does and waits until they are drawn.
	 * @returns milliseconds from the last one to its content on the screen
	 */
	async post(...messages: readonly HostMessage[]): Promise<number> {
		let took = 0;
		for (const message of messages) took = await this.page.evaluate<number>(`post(${JSON.stringify(message)})`);
		return took;
	}

	async recorded(): Promise<Recorded> {
		return this.page.evaluate<Recorded>('recorded');
	}

	/** The last thing that the page asked for. */
	async lastSent(): Promise<PageMessage | undefined> {
		return (await this.recorded()).sent.at(-1);
	}

	async close(): Promise<void> {
		await this.page.context().close();
	}
}

function baseOf(server: Server): string {
	return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

function extensionUri(): Uri {
	return OutsideUri.file('') as unknown as Uri;
}

function webview(server: Server): Webview {
	const origin = new URL(baseOf(server)).origin;
	return { cspSource: origin, asWebviewUri: (uri: OutsideUri) => `${origin}${uri.path}` } as unknown as Webview;
}
