/** A VS Code workbench in a browser, seen as a user sees it: views, rows, quick picks, notifications, panels, links. */
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';

/** How long anything in the workbench may take to show; generous because two cores are shared with all of VS Code. */
export const patienceMs = 45_000;

export interface WorkbenchOptions {
	readonly width?: number;
	readonly height?: number;
	/** Base URLs of sites that links to the outside may really reach; all others are noted and answered with an empty page. */
	readonly reachable?: readonly string[];
}

export class Workbench {
	/** Links to the outside that were opened, oldest first. None of them is really followed. */
	readonly openedLinks: string[] = [];
	/** Errors and warnings that the workbench wrote to the browser's console. */
	readonly consoleErrors: string[] = [];

	private constructor(
		readonly context: BrowserContext,
		readonly page: Page,
	) {}

	/**
	 * Opens a workbench and waits until it can be used.
	 * @param address what {@link VSCodeHost.address} gives
	 */
	static async open(browser: Browser, address: string, options: WorkbenchOptions = {}): Promise<Workbench> {
		const workbench = await Workbench.load(browser, address, options);
		await workbench.page.locator('.monaco-workbench .statusbar').waitFor({ timeout: patienceMs });
		await workbench.page.locator('.monaco-workbench .activitybar').waitFor({ timeout: patienceMs });
		return workbench;
	}

	/** Opens a workbench and does not wait for it. */
	static async load(browser: Browser, address: string, options: WorkbenchOptions = {}): Promise<Workbench> {
		const origin = new URL(address).origin;
		const reachable = options.reachable ?? [];
		const context = await browser.newContext({
			viewport: { width: options.width ?? 1280, height: options.height ?? 800 },
			// A sandbox that speaks https has a certificate of the test's own.
			ignoreHTTPSErrors: reachable.length > 0,
		});
		await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin });
		const page = await context.newPage();
		const workbench = new Workbench(context, page);
		page.setDefaultTimeout(patienceMs);
		// Nothing but the server is reached: a link to the outside is noted and answered with an empty page.
		await context.route(
			(url) => /^https?:$/.test(url.protocol) && url.origin !== origin && !reachable.some((base) => url.href.startsWith(base)),
			async (route) => {
				if (!route.request().isNavigationRequest()) return route.abort();
				return route.fulfill({ contentType: 'text/html', body: '<title>outside</title>' });
			},
		);
		// This server leads links to this computer through a proxy of its own, which VS Code's own server does not have.
		await context.route(
			(url) => url.origin === origin && /^\/proxy\/\d+\//.test(url.pathname),
			async (route) => {
				const [, port, rest = ''] = /\/proxy\/(\d+)(\/.*)$/.exec(route.request().url()) ?? [];
				const base = reachable.find((site) => new URL(site).port === port);
				return base === undefined ? route.abort() : route.fulfill({ status: 302, headers: { location: base + rest } });
			},
		);
		context.on('page', (opened) => {
			if (opened !== page) workbench.openedLinks.push(opened.url());
		});
		page.on('console', (message) => {
			if (message.type() === 'error') workbench.consoleErrors.push(message.text());
		});
		await page.goto(address, { waitUntil: 'commit' });
		return workbench;
	}

	/** Runs a command by its title, as a user does from the command palette. */
	async runCommand(title: string): Promise<void> {
		const row = this.page.locator(`.quick-input-list .monaco-list-row${byName(title)}`).first();
		// A panel that gets the focus a moment after a click in it closes the palette that was opened meanwhile.
		await this.until(async () => {
			await this.page.keyboard.press('F1');
			const timeout = patienceMs / 6;
			return this.quickInput
				.fill(`>${title}`, { timeout })
				.then(() => row.click({ timeout }))
				.then(
					() => true,
					() => false,
				);
		}, `the command "${title}" to be chosen`);
	}

	/** Runs a command from the command palette without the mouse. */
	async typeCommand(title: string): Promise<void> {
		await this.page.keyboard.press('F1');
		await this.quickInput.waitFor();
		await this.page.keyboard.type(title);
		const row = this.page.locator(`.quick-input-list .monaco-list-row${byName(title)}`);
		await row.waitFor();
		// Commands that were used lately stand first.
		await this.until(async () => {
			if (/\bfocused\b/.test((await row.getAttribute('class')) ?? '')) return true;
			await this.page.keyboard.press('ArrowDown');
			return false;
		}, `the row "${title}" to be reached`);
		await this.page.keyboard.press('Enter');
	}

	/** Waits until something holds. @throws Error that says what was waited for */
	async until(holds: () => Promise<boolean>, what: string): Promise<void> {
		const deadline = Date.now() + patienceMs;
		while (!(await holds())) {
			if (Date.now() > deadline) throw new Error(`Waited ${patienceMs / 1000} s for ${what}.`);
			await this.page.waitForTimeout(50);
		}
	}

	/** Chooses a colour theme by its name, and waits until the workbench has it. @param kind class of such themes */
	async setTheme(name: string, kind: 'vs' | 'vs-dark' | 'hc-black' | 'hc-light'): Promise<void> {
		await this.runCommand('Preferences: Color Theme');
		await this.quickInput.fill(name);
		await this.page
			.locator(`.quick-input-list .monaco-list-row${byName(name)}`)
			.first()
			.click();
		await this.page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
		await this.page.locator(`.monaco-workbench.${kind}`).waitFor();
	}

	/** Title of the open quick input, with its step. */
	get quickTitle(): Locator {
		return this.page.locator('.quick-input-title');
	}

	/** What the open quick input says is wrong. */
	get quickMessage(): Locator {
		return this.page.locator('.quick-input-message');
	}

	/** Rows of the open quick pick. */
	get quickPickRows(): Locator {
		return this.page.locator('.quick-input-widget .quick-input-list .monaco-list-row');
	}

	/** Text field of the open quick pick or input box. */
	get quickInput(): Locator {
		return this.page.locator('.quick-input-widget input[type="text"]');
	}

	/** Leaves the open quick pick or input box. VS Code now and then takes no key right after it has shown another one. */
	async leaveQuickInput(): Promise<void> {
		const widget = this.page.locator('.quick-input-widget');
		await this.until(async () => {
			await this.page.keyboard.press('Escape');
			return widget.waitFor({ state: 'hidden', timeout: patienceMs / 45 }).then(
				() => true,
				() => false,
			);
		}, 'the quick input to be left');
	}

	/** Opens a view container by its icon in the activity bar. */
	async openViewContainer(title: string): Promise<void> {
		const icon = this.page.locator(`.activitybar .action-item:has([aria-label^="${title}"])`).first();
		await icon.waitFor({ timeout: patienceMs });
		const content = this.page.locator('.sidebar .pane-header, .sidebar .composite.title').first();
		// A window that has just come up may open the container by itself at that moment: then the click closes it.
		await this.until(async () => {
			const isChosen =
				(await icon.getAttribute('aria-expanded')) === 'true' || /checked/.test((await icon.getAttribute('class')) ?? '');
			if (!isChosen) await icon.click();
			return content.waitFor({ timeout: patienceMs / 9 }).then(
				() => true,
				() => false,
			);
		}, `the view container "${title}"`);
	}

	/** The tree of a view in the side bar, by the view's title. */
	tree(title: string): Locator {
		return this.page.locator(`.sidebar .pane:has(> .pane-header[aria-label^="${title}"]) .monaco-list`).first();
	}

	/** Rows of a view that are on the screen. */
	rows(title: string): Locator {
		return this.tree(title).locator('[role="treeitem"]');
	}

	/** A row by a part of its accessible name. */
	row(title: string, name: string | RegExp): Locator {
		return this.tree(title).getByRole('treeitem', { name }).first();
	}

	/** Messages of the notifications that are on the screen. */
	get notifications(): Locator {
		return this.page.locator('.notifications-toasts .notification-list-item-message');
	}

	/** Content of the webview panel that is in front. */
	get panel() {
		return this.page.locator('iframe.webview.ready:visible').first().contentFrame().locator('#active-frame').contentFrame();
	}

	/** What can be read in the panel in front, as it is laid out: without what is hidden, a line for each block. */
	panelText(): Promise<string> {
		// biome-ignore lint/performance/useDomNodeTextContent: what is hidden, and how it breaks into lines, matters to a reader
		return this.panel.locator('body').innerText();
	}

	/** Entry of the status bar by a part of its text. */
	statusBarEntry(text: string | RegExp): Locator {
		return this.page.locator('.statusbar .statusbar-item').filter({ hasText: text }).first();
	}

	/** What the browser's clipboard holds. */
	clipboard(): Promise<string> {
		return this.page.evaluate('navigator.clipboard.readText()');
	}

	/**
	 * Presses what opens a link to the outside, and answers VS Code's question before it when it asks. Now and then a window takes the
	 * question away unanswered: then it is pressed again.
	 * @returns its address
	 */
	async openLink(press: () => Promise<void>, by: 'mouse' | 'keyboard' = 'mouse'): Promise<string> {
		const before = this.openedLinks.length;
		const deadline = Date.now() + patienceMs;
		const question = this.page.locator('.monaco-dialog-box').getByRole('button', { name: 'Open', exact: true });
		while (Date.now() < deadline) {
			await press();
			for (const again = Date.now() + patienceMs / 6; Date.now() < again; await this.page.waitForTimeout(100)) {
				const link = this.openedLinks[before];
				if (link !== undefined) return link;
				if (!(await question.isVisible())) continue;
				const click = () => question.click({ timeout: patienceMs / 20 }).catch(() => undefined);
				await (by === 'keyboard' ? this.page.keyboard.press('Enter') : click());
			}
		}
		throw new Error('No link to the outside was opened.');
	}

	/** Drags the edge of the side bar until it is this wide, in CSS pixels. */
	async resizeSideBar(width: number): Promise<void> {
		const box = await this.page.locator('.sidebar.part, .part.sidebar').first().boundingBox();
		if (box === null) throw new Error('There is no side bar to resize.');
		await this.page.mouse.move(box.x + box.width, box.y + 300);
		await this.page.mouse.down();
		await this.page.mouse.move(box.x + width, box.y + 300, { steps: 5 });
		await this.page.mouse.up();
	}

	/** Reloads the window as a user does, and waits until it can be used again. */
	async reload(): Promise<void> {
		const loaded = this.page.waitForEvent('load');
		await this.runCommand('Developer: Reload Window');
		await loaded;
		await this.page.locator('.monaco-workbench .statusbar').waitFor({ timeout: patienceMs });
	}

	/** Ends the workbench's window; its extension host ends with the server. */
	async close(): Promise<void> {
		await this.context.close();
	}

	/** Resolves when the window is closed or has crashed. */
	async closed(): Promise<void> {
		if (this.page.isClosed()) return;
		await new Promise<void>((resolve) => {
			this.page.once('close', () => resolve());
			this.page.once('crash', () => resolve());
		});
	}
}

/** Selects a row of a quick pick by its label; a key binding may follow that in its accessible name. */
function byName(label: string): string {
	return `:is([aria-label=${JSON.stringify(label)}], [aria-label^=${JSON.stringify(`${label},`)}])`;
}
