/** Shows a built page alone in a browser: the host's own HTML over HTTP, a theme, and the messages of a test. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import axe from 'axe-core';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import type { Uri, Webview } from 'vscode';
import { pageHtml } from '../../../src/panels/shared/html';
import { sharedBrowser } from '../helpers/bed';
import { picturesAreTaken } from '../helpers/pictures';
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
interface Recorded<Asked> {
	readonly sent: Asked[];
	state: unknown;
	/** Directives of the policy that something on the page went against. */
	readonly violations: string[];
}

/** `Told`: what the host posts. `Asked`: what the page asks for. */
class Stage<Told, Asked> {
	readonly #server: Server;
	readonly #browser: Browser;

	private constructor(server: Server, browser: Browser) {
		this.#server = server;
		this.#browser = browser;
	}

	/** Serves `dist/`, which `node esbuild.js` builds. @param bundle name of the page there */
	static async open<Told, Asked>(browser: Browser, bundle: string): Promise<Stage<Told, Asked>> {
		const server = createServer((request, response) => {
			const { pathname } = new URL(request.url ?? '/', 'http://localhost');
			if (pathname === '/favicon.ico') {
				response.writeHead(204).end();
				return;
			}
			const respond = async () => {
				const content =
					pathname === '/'
						? pageHtml(webview(server), extensionUri(), { bundle, title: 'Page', starting: 'Loading…' })
						: await readFile(path.join(root, path.normalize(pathname)));
				response.writeHead(200, { 'content-type': types[path.extname(pathname)] ?? 'text/html; charset=utf-8' }).end(content);
			};
			respond().catch(() => response.writeHead(404).end());
		});
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		return new Stage<Told, Asked>(server, browser);
	}

	/** A page that has said that it is ready. Violations of its policy and errors are kept. */
	async page(theme: Theme, options: BrowserContextOptions = {}): Promise<StagePage<Told, Asked>> {
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
		return new StagePage<Told, Asked>(page, errors);
	}

	async close(): Promise<void> {
		await new Promise((resolve) => this.#server.close(resolve));
	}
}

/**
 * For a `describe`: one stage for all its tests; what a test has shown is closed at its end.
 * @param bundle name of the page in `dist/media`
 * @returns shows a page with these messages
 */
export function onStage<Told, Asked>(
	bundle: string,
): (theme: Theme, messages: readonly Told[], options?: BrowserContextOptions) => Promise<StagePage<Told, Asked>> {
	let stage: Stage<Told, Asked> | undefined;
	const shown: StagePage<Told, Asked>[] = [];
	before(async () => {
		stage = await Stage.open(await sharedBrowser(), bundle);
	});
	after(async () => {
		await stage?.close();
	});
	afterEach(async () => {
		for (const page of shown.splice(0)) await page.close();
	});
	return async (theme, messages, options) => {
		if (stage === undefined) throw new Error('The stage is open while a test runs.');
		const page = await stage.page(theme, options);
		shown.push(page);
		await page.post(...messages);
		return page;
	};
}

export class StagePage<Told, Asked> {
	constructor(
		readonly page: Page,
		readonly errors: readonly string[],
	) {}

	/**
	 * Posts messages as the host does and waits until they are drawn.
	 * @returns milliseconds from the last one to its content on the screen
	 */
	async post(...messages: readonly Told[]): Promise<number> {
		let took = 0;
		for (const message of messages) took = await this.page.evaluate<number>(`post(${JSON.stringify(message)})`);
		return took;
	}

	async recorded(): Promise<Recorded<Asked>> {
		return this.page.evaluate<Recorded<Asked>>('recorded');
	}

	/** The last thing that the page asked for. */
	async lastSent(): Promise<Asked | undefined> {
		return (await this.recorded()).sent.at(-1);
	}

	/** axe-core's findings, each with the element it is about. */
	async findings(rules: Readonly<Record<string, { enabled: boolean }>> = {}): Promise<string[]> {
		if (!(await this.page.evaluate<boolean>("'axe' in window"))) await this.page.evaluate(axe.source);
		return this.page.evaluate<string[]>(
			`axe.run({ resultTypes: ['violations'], rules: ${JSON.stringify(rules)} }).then(({ violations }) => violations.flatMap(({ id, help, nodes }) => nodes.map((node) => [id, help, node.html, node.failureSummary].join('\\n'))))`,
		);
	}

	/** The page as a whole: accessible, within its policy, without errors, no wider than its window. */
	async assertSound(): Promise<void> {
		assert.deepEqual(await this.findings(), []);
		assert.deepEqual((await this.recorded()).violations, []);
		assert.deepEqual(this.errors, []);
		assert.equal(
			await this.page.evaluate('document.documentElement.scrollWidth <= window.innerWidth'),
			true,
			'nothing sticks out',
		);
		assert.deepEqual(
			await this.page.evaluate(
				"[...document.querySelectorAll('.part')].filter((part) => part.scrollWidth > part.clientWidth).map((part) => part.textContent.trim().slice(0, 200))",
			),
			[],
			'nothing lies over what is beside a part',
		);
	}

	/** Takes a picture of all of it into out/screenshots, where pictures are wanted. @param name of the file, without `.png` */
	async picture(name: string): Promise<void> {
		if (!picturesAreTaken) return;
		await this.page.screenshot({
			path: path.join(root, 'out/screenshots', `${name.toLowerCase().replaceAll(' ', '-')}.png`),
			fullPage: true,
		});
	}

	/** What Tab reaches, in order, until the focus leaves the page. */
	async tabOrder(): Promise<string[]> {
		const seen: string[] = [];
		while (seen.length < 200) {
			await this.page.keyboard.press('Tab');
			const at = await this.page.evaluate<string | null>(
				"document.activeElement === document.body ? null : (document.activeElement.getAttribute('aria-label') ?? document.activeElement.innerText)",
			);
			if (at === null) return seen;
			seen.push(at.trim());
		}
		throw new Error(`There is no end to what Tab reaches: ${seen.join(' | ')}`);
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
