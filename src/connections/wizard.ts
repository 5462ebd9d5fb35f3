/** Questions one after the other, with a way back: choices, texts and files. */
import * as vscode from 'vscode';

interface ChoiceItem extends vscode.QuickPickItem {
	readonly value: string;
	/** Does something for the user and leaves the question open. */
	readonly help?: () => PromiseLike<unknown>;
}

interface Common {
	/** True: the answers so far make this question pointless. */
	skip?(): boolean;
	accept(value: string): void;
}

export type Step =
	| (Common & { readonly kind: 'choice'; readonly placeholder: string; items(): readonly ChoiceItem[] })
	| (Common & {
			readonly kind: 'text';
			prompt(): string;
			readonly placeholder: string;
			value(): string;
			/** What is wrong with a text (trimmed); undefined: nothing. */
			check(text: string): string | undefined;
	  })
	| (Common & {
			readonly kind: 'file';
			readonly label: string;
			readonly filters: Readonly<Record<string, string[]>>;
	  });

const back = Symbol('back');
type Answer = string | typeof back | undefined;

/**
 * Asks the questions in order.
 * @returns true when all were answered, false when the user gave up
 */
export async function walk(title: string, steps: readonly Step[]): Promise<boolean> {
	const asked: number[] = [];
	for (let at = 0; at < steps.length; ) {
		const step = steps[at];
		if (step === undefined || step.skip?.() === true) {
			at += 1;
			continue;
		}
		const answer = await ask(title, step, asked.length > 0);
		if (answer === undefined) return false;
		if (answer === back) {
			at = asked.pop() ?? 0;
			continue;
		}
		step.accept(answer);
		asked.push(at);
		at += 1;
	}
	return true;
}

async function ask(title: string, step: Step, canGoBack: boolean): Promise<Answer> {
	switch (step.kind) {
		case 'choice':
			return choose(title, step, canGoBack);
		case 'text':
			return type(title, step, canGoBack);
		case 'file': {
			const [file] =
				(await vscode.window.showOpenDialog({
					title,
					openLabel: step.label,
					filters: step.filters,
					canSelectMany: false,
				})) ?? [];
			return file?.fsPath ?? (canGoBack ? back : undefined);
		}
	}
}

async function choose(title: string, step: Step & { kind: 'choice' }, canGoBack: boolean): Promise<Answer> {
	const pick = vscode.window.createQuickPick<ChoiceItem>();
	pick.title = title;
	pick.placeholder = step.placeholder;
	pick.items = step.items();
	pick.ignoreFocusOut = true;
	pick.buttons = canGoBack ? [vscode.QuickInputButtons.Back] : [];
	return shown(pick, (resolve) => [
		pick.onDidAccept(() => {
			const [item] = pick.selectedItems;
			if (item?.help !== undefined) void item.help();
			else if (item !== undefined) resolve(item.value);
		}),
		pick.onDidTriggerButton(() => resolve(back)),
	]);
}

async function type(title: string, step: Step & { kind: 'text' }, canGoBack: boolean): Promise<Answer> {
	const input = vscode.window.createInputBox();
	input.title = title;
	input.prompt = step.prompt();
	input.placeholder = step.placeholder;
	input.value = step.value();
	input.ignoreFocusOut = true;
	input.buttons = canGoBack ? [vscode.QuickInputButtons.Back] : [];
	return shown(input, (resolve) => [
		input.onDidChangeValue(() => {
			input.validationMessage = undefined;
		}),
		input.onDidAccept(() => {
			const text = input.value.trim();
			input.validationMessage = step.check(text);
			if (input.validationMessage === undefined) resolve(text);
		}),
		input.onDidTriggerButton(() => resolve(back)),
	]);
}

/** Shows a quick input until it is answered or hidden. */
async function shown(
	input: vscode.QuickInput,
	listen: (resolve: (answer: Answer) => void) => vscode.Disposable[],
): Promise<Answer> {
	const { promise, resolve } = Promise.withResolvers<Answer>();
	const listeners = [...listen(resolve), input.onDidHide(() => resolve(undefined))];
	input.show();
	try {
		return await promise;
	} finally {
		vscode.Disposable.from(...listeners, input).dispose();
	}
}
