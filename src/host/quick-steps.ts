/** A chain of quick inputs with a way back: each one says where to go next. */
import * as vscode from 'vscode';

/** Where an input leads: on, one back, or out of the chain. */
type Move = 'next' | 'back' | 'stop';

/** What an input shows of the chain that it is in. */
export interface Place {
	readonly title: string;
	readonly step: number;
	readonly totalSteps: number;
	/**
	 * Told of an input once it is shown: only then the one before it is let go. Were that closed first, the keyboard would be back in
	 * what lies below for a moment, and on a busy computer stay there.
	 */
	readonly shown: (input: vscode.Disposable) => void;
}

type Step = (place: Place) => Promise<Move>;

/** Runs the steps in order, back and forth. @returns true when the last one was left by going on */
export async function runSteps(title: string, steps: readonly Step[]): Promise<boolean> {
	let at = 0;
	let last: vscode.Disposable | undefined;
	const shown = (input: vscode.Disposable) => {
		last?.dispose();
		last = input;
	};
	try {
		for (;;) {
			const step = steps[at];
			if (step === undefined) return true;
			const move = await step({ title, step: at + 1, totalSteps: steps.length, shown });
			if (move === 'stop') return false;
			at += move === 'next' ? 1 : -1;
		}
	} finally {
		last?.dispose();
	}
}

export interface ListItem<T> extends vscode.QuickPickItem {
	/** What choosing it gives. Undefined: it is there to be read. */
	readonly value?: T | undefined;
	/** Why it can't be chosen. */
	readonly reason?: string | undefined;
}

interface ListOptions<T> {
	readonly placeholder: string;
	/** Reads what is offered; the list is busy meanwhile and ends it when it is closed. */
	readonly items: (signal: AbortSignal) => Promise<readonly ListItem<T>[]>;
	/** The item to begin at. */
	readonly active?: (item: ListItem<T>) => boolean;
	readonly chosen: (value: T) => void;
}

/**
 * Shows a list to choose one thing from. What can't be chosen stays in it with its reason.
 * @throws whatever reading the items throws
 */
export async function listStep<T>(place: Place, options: ListOptions<T>): Promise<Move> {
	const pick = vscode.window.createQuickPick<ListItem<T>>();
	const title = place.title;
	Object.assign(pick, {
		...{ title, step: place.step, totalSteps: place.totalSteps, placeholder: options.placeholder },
		...{ matchOnDescription: true, matchOnDetail: true, ignoreFocusOut: true, busy: true },
		buttons: place.step > 1 ? [vscode.QuickInputButtons.Back] : [],
	});
	const reading = new AbortController();
	const { promise, resolve, reject } = Promise.withResolvers<Move>();
	const listeners = [
		pick.onDidTriggerButton(() => resolve('back')),
		pick.onDidHide(() => resolve('stop')),
		pick.onDidChangeActive(() => {
			pick.title = title;
		}),
		pick.onDidAccept(() => {
			const [item] = pick.selectedItems;
			if (item?.reason !== undefined) pick.title = vscode.l10n.t('{0}: {1}', withoutIcon(item.label), item.reason);
			if (item?.value === undefined || item.reason !== undefined) return;
			options.chosen(item.value);
			resolve('next');
		}),
	];
	pick.show();
	place.shown(pick);
	options.items(reading.signal).then((items) => {
		pick.items = items;
		const active = items.find((item) => options.active?.(item) === true);
		if (active !== undefined) pick.activeItems = [active];
		pick.busy = false;
	}, reject);
	try {
		return await promise;
	} finally {
		reading.abort();
		vscode.Disposable.from(...listeners).dispose();
	}
}

/** A title shows no icons. */
function withoutIcon(label: string): string {
	return label.replace(/^\s*\$\([\w-]+\)\s*/, '');
}

interface TextOptions {
	readonly prompt: string;
	readonly value: string;
	/** @returns what is wrong with a text; undefined: nothing */
	readonly check: (text: string) => string | undefined;
	readonly chosen: (text: string) => void;
}

/** Asks for a text. One that is no good stays in the box with its reason. */
export async function textStep(place: Place, options: TextOptions): Promise<Move> {
	const box = vscode.window.createInputBox();
	Object.assign(box, {
		...{ title: place.title, step: place.step, totalSteps: place.totalSteps },
		...{ prompt: options.prompt, value: options.value, ignoreFocusOut: true },
		buttons: place.step > 1 ? [vscode.QuickInputButtons.Back] : [],
	});
	const { promise, resolve } = Promise.withResolvers<Move>();
	const listeners = [
		box.onDidTriggerButton(() => resolve('back')),
		box.onDidHide(() => resolve('stop')),
		box.onDidChangeValue((text) => {
			box.validationMessage = options.check(text);
		}),
		box.onDidAccept(() => {
			box.validationMessage = options.check(box.value);
			if (box.validationMessage !== undefined) return;
			options.chosen(box.value.trim());
			resolve('next');
		}),
	];
	box.show();
	place.shown(box);
	try {
		return await promise;
	} finally {
		vscode.Disposable.from(...listeners).dispose();
	}
}
