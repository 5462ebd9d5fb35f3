/** What the panels' host code needs of VS Code, for tests that run without it. */
export const env = {
	language: 'en',
	clipboard: {
		/** What was put there last. */
		text: undefined as string | undefined,
		writeText: async (text: string): Promise<void> => {
			env.clipboard.text = text;
		},
	},
	openExternal: async ({ path }: Uri): Promise<boolean> => {
		openedOutside.push(path);
		return browserOpens.yes;
	},
};

/** Addresses that were given to the browser, the oldest first. */
export const openedOutside: string[] = [];
/** Whether the browser opens what it is given, or the user declines. */
export const browserOpens = { yes: true };

export const l10n = {
	/** English, or what {@link translate} makes of it. */
	t: (text: string, ...values: unknown[]): string =>
		translation(text).replace(/\{(\d+)\}/g, (_, index: string) => String(values[Number(index)])),
};

let translation = (text: string): string => text;
/** Puts another language in place of English; without an argument, English again. */
export function translate(by: (text: string) => string = (text) => text): void {
	translation = by;
}

export class Uri {
	constructor(readonly path: string) {}
	static file(path: string): Uri {
		return new Uri(path);
	}
	/** Keeps the address as it is. */
	static parse(address: string): Uri {
		return new Uri(address);
	}
	static joinPath(base: Uri, ...parts: string[]): Uri {
		return new Uri([base.path, ...parts].join('/'));
	}
	toString(): string {
		return `file://${this.path}`;
	}
}

export class ThemeColor {
	constructor(readonly id: string) {}
}

export class ThemeIcon {
	constructor(
		readonly id: string,
		readonly color?: ThemeColor,
	) {}
}

export class MarkdownString {
	constructor(readonly value: string) {}
}

export const TreeItemCollapsibleState = { None: 0, Collapsed: 1, Expanded: 2 };

export class TreeItem {
	constructor(
		readonly label: string,
		readonly collapsibleState = TreeItemCollapsibleState.None,
	) {}
}

export const ViewColumn = { Active: -1 };

type Listener<T> = (value: T) => void;

/** A panel that keeps what it is given, and through which a test speaks as the page. */
export class Panel {
	readonly posted: unknown[] = [];
	readonly #received = new Set<Listener<unknown>>();
	readonly #disposed = new Set<Listener<undefined>>();
	disposed = false;
	revealed = 0;
	active = true;
	visible = true;
	iconPath: unknown;
	readonly webview;

	constructor(
		readonly viewType: string,
		public title: string,
		options: unknown,
	) {
		this.webview = {
			options,
			html: '',
			cspSource: 'https://webview.example',
			asWebviewUri: (uri: Uri) => new Uri(`/webview${uri.path}`),
			postMessage: async (message: unknown) => {
				if (this.disposed) throw new Error('Webview is disposed');
				this.posted.push(structuredClone(message));
				return true;
			},
			onDidReceiveMessage: (listener: Listener<unknown>) => this.#received.add(listener),
		};
	}

	onDidDispose(listener: Listener<undefined>): void {
		this.#disposed.add(listener);
	}

	reveal(): void {
		this.revealed++;
	}

	dispose(): void {
		if (this.disposed) return;
		this.disposed = true;
		for (const listener of this.#disposed) listener(undefined);
	}

	/** Speaks as the page. */
	send(message: unknown): void {
		for (const listener of this.#received) listener(structuredClone(message));
	}
}

/** All panels that were opened, the oldest first. */
export const opened: Panel[] = [];

export const window = {
	createWebviewPanel: (viewType: string, title: string, _column: unknown, options: unknown): Panel => {
		const panel = new Panel(viewType, title, options);
		opened.push(panel);
		return panel;
	},
	showWarningMessage: async (text: string): Promise<undefined> => {
		warnings.push(text);
	},
	showQuickPick: async <Row extends PickRow>(rows: readonly Row[]): Promise<Row | undefined> => {
		const chosen = picks.choose(rows);
		return rows.find((row) => row === chosen);
	},
};

/** Warnings that were shown, the oldest first. */
export const warnings: string[] = [];

interface PickRow {
	readonly label: string;
	readonly detail?: string;
}

/** Chooses in quick picks, in place of the user. */
export const picks: { choose: (rows: readonly PickRow[]) => PickRow | undefined } = { choose: () => undefined };

export const commands = {
	/** Commands that were run, with their arguments, the oldest first. */
	ran: [] as unknown[][],
	executeCommand: async (...args: unknown[]): Promise<void> => {
		commands.ran.push(args);
	},
};

export const QuickPickItemKind = { Separator: -1, Default: 0 };

/** What is open in the window. */
export const workspace: { workspaceFolders: readonly { readonly uri: Uri }[] | undefined } = { workspaceFolders: undefined };
