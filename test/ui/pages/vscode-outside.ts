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
	get fsPath(): string {
		return this.path;
	}
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

/** What lists and boxes have in common. */
class QuickInput {
	readonly #listeners = new Map<string, () => void>();
	protected readonly listen = (event: string) => (listener: () => void) => {
		this.#listeners.set(event, listener);
		return { dispose: () => this.#listeners.delete(event) };
	};
	readonly onDidTriggerButton = this.listen('button');
	readonly onDidHide = this.listen('hide');
	readonly onDidAccept = this.listen('accept');

	protected fire(event: string): void {
		this.#listeners.get(event)?.();
	}

	dispose(): void {}

	close(): void {
		this.fire('hide');
	}
}

/** A list to choose from, which the test reads and answers as the user. */
export class QuickPick extends QuickInput {
	title = '';
	placeholder = '';
	items: readonly { readonly label: string; readonly description?: string; readonly detail?: string; readonly kind?: number }[] =
		[];
	activeItems: readonly unknown[] = [];
	selectedItems: readonly unknown[] = [];
	buttons: readonly unknown[] = [];
	readonly onDidChangeActive = this.listen('active');
	readonly onDidChangeValue = this.listen('value');
	readonly onDidTriggerItemButton = this.listen('itemButton');

	show(): void {
		picks.push(this);
	}

	/** Chooses the first item that starts like this. */
	choose(start: string): void {
		this.selectedItems = this.items.filter(({ label }) => label.startsWith(start)).slice(0, 1);
		this.fire('accept');
	}

	goBack(): void {
		this.fire('button');
	}
}

/** A box for a text, which a test reads and leaves. */
export class InputBox extends QuickInput {
	value = '';
	validationMessage: string | undefined;
	readonly onDidChangeValue = this.listen('value');

	show(): void {
		boxes.push(this);
	}

	/** Takes what is in it. */
	accept(): void {
		this.fire('accept');
	}
}

/** All boxes for texts that were shown, the oldest first. */
export const boxes: InputBox[] = [];
/** All lists that were shown, the oldest first. */
export const picks: QuickPick[] = [];
export const QuickInputButtons = { Back: 'back' };

/** Commands that were run, with their arguments. */
export const commandsRun: (readonly unknown[])[] = [];
export const commands = {
	executeCommand: async (...command: readonly unknown[]): Promise<void> => {
		commandsRun.push(command);
	},
};

export const Disposable = {
	from: (...parts: readonly { dispose(): void }[]) => ({
		dispose: () => {
			for (const part of parts) part.dispose();
		},
	}),
};

/** What was told in notifications, the oldest first, and which button the user presses on the next ones. */
export const notices = { told: [] as string[], press: undefined as string | undefined };

/** What was said in the status bar, the oldest first. */
export const said: string[] = [];

export const ProgressLocation = { Notification: 15 };

export const window = {
	state: { focused: true },
	setStatusBarMessage: (text: string): void => {
		said.push(text);
	},
	withProgress: (_: unknown, task: (progress: unknown, token: unknown) => Promise<unknown>) =>
		task({ report: () => {} }, { onCancellationRequested: () => ({ dispose: () => {} }) }),
	createQuickPick: () => new QuickPick(),
	createInputBox: () => new InputBox(),
	showInformationMessage: async (message: string, ...buttons: readonly string[]): Promise<string | undefined> => {
		notices.told.push(message);
		return buttons.find((button) => button === notices.press);
	},
	createWebviewPanel: (viewType: string, title: string, _column: unknown, options: unknown): Panel => {
		const panel = new Panel(viewType, title, options);
		opened.push(panel);
		return panel;
	},
	showWarningMessage: async (text: string, ...more: readonly (string | { detail?: string })[]): Promise<string | undefined> => {
		const detail = more.find((it) => typeof it === 'object')?.detail;
		warnings.push(detail === undefined ? text : `${text}\n\n${detail}`);
		return more.filter((it) => typeof it === 'string').find((button) => button === notices.press);
	},
	showErrorMessage: async (text: string): Promise<undefined> => {
		errors.push(text);
	},
	showQuickPick: async <Row extends PickRow>(rows: readonly Row[]): Promise<Row | undefined> => {
		const chosen = chooser.choose(rows);
		return rows.find((row) => row === chosen);
	},
};

/** Warnings that were shown with their details, the oldest first. */
export const warnings: string[] = [];
/** Errors that were shown, the oldest first. */
export const errors: string[] = [];

interface PickRow {
	readonly label: string;
	readonly detail?: string;
}

/** Chooses in lists that are shown at once, in place of the user. */
export const chooser: { choose: (rows: readonly PickRow[]) => PickRow | undefined } = { choose: () => undefined };

export class CancellationError extends Error {}

export const QuickPickItemKind = { Separator: -1, Default: 0 };

export const ConfigurationTarget = { Global: 1 };
/** The user's settings by their full keys. */
export const settings = new Map<string, unknown>();

export const workspace = {
	/** What is open in the window. */
	workspaceFolders: undefined as readonly { readonly uri: Uri }[] | undefined,
	getConfiguration: (section: string) => ({
		get: (key: string) => settings.get(`${section}.${key}`),
		update: async (key: string, value: unknown): Promise<void> => {
			settings.set(`${section}.${key}`, value);
		},
	}),
};

export class EventEmitter<T> {
	readonly #listeners = new Set<Listener<T>>();
	readonly event = (listener: Listener<T>) => {
		this.#listeners.add(listener);
		return { dispose: () => void this.#listeners.delete(listener) };
	};
	fire(value: T): void {
		for (const listener of [...this.#listeners]) listener(value);
	}
	dispose(): void {
		this.#listeners.clear();
	}
}
