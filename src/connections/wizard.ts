/** Questions one after the other, with a way back: choices, texts and files. */
import * as vscode from 'vscode';

interface ChoiceItem extends vscode.QuickPickItem {
	readonly value: string;
	/** Does something for the user and leaves the question open. Gives what is said beside the item afterwards. */
	readonly help?: () => PromiseLike<string>;
}

interface Common {
	/** True: the answers so far make this question pointless. */
	skip?(): boolean;
	accept(value: string): void;
}

export type Step =
	| (Common & {
			readonly kind: 'choice';
			readonly placeholder: string;
			items(): readonly ChoiceItem[];
			/** What was chosen when this was asked before. */
			value?(): string | undefined;
	  })
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

/** Where a question stands among all of them. */
interface Place {
	readonly title: string;
	/** From 1; of all that are asked as far as the answers so far tell. */
	readonly step: number;
	readonly totalSteps: number;
}

/**
 * Asks the questions in order. Escape gives up; Back goes to the question before, which has the answer given to it.
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
		const left = steps.slice(at).filter((one) => one.skip?.() !== true).length;
		const answer = await ask({ title, step: asked.length + 1, totalSteps: asked.length + left }, step);
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

async function ask(place: Place, step: Step): Promise<Answer> {
	switch (step.kind) {
		case 'choice':
			return choose(place, step);
		case 'text':
			return type(place, step);
		case 'file': {
			const { title } = place;
			const options = { title, openLabel: step.label, filters: step.filters, canSelectMany: false };
			const [file] = (await vscode.window.showOpenDialog(options)) ?? [];
			return file?.fsPath ?? (place.step > 1 ? back : undefined);
		}
	}
}

/** What all questions look like. */
function dress(
	input: vscode.QuickPick<ChoiceItem> | vscode.InputBox,
	{ title, step, totalSteps }: Place,
	placeholder: string,
): void {
	input.title = title;
	input.step = step;
	input.totalSteps = totalSteps;
	input.placeholder = placeholder;
	input.ignoreFocusOut = true;
	input.buttons = step > 1 ? [vscode.QuickInputButtons.Back] : [];
}

async function choose(place: Place, step: Step & { kind: 'choice' }): Promise<Answer> {
	const pick = vscode.window.createQuickPick<ChoiceItem>();
	dress(pick, place, step.placeholder);
	pick.items = step.items();
	const before = pick.items.find(({ value }) => value === step.value?.());
	if (before !== undefined) pick.activeItems = [before];
	const help = async (item: ChoiceItem, work: () => PromiseLike<string>) => {
		const told = { ...item, description: await work() };
		pick.items = pick.items.map((one) => (one.value === item.value ? told : one));
		// A screen reader reads the item anew, with what was done.
		pick.activeItems = [told];
	};
	return shown(pick, (resolve, reject) => [
		pick.onDidAccept(() => {
			const [item] = pick.selectedItems;
			if (item?.help !== undefined) help(item, item.help).catch(reject);
			else if (item !== undefined) resolve(item.value);
		}),
		pick.onDidTriggerButton(() => resolve(back)),
	]);
}

async function type(place: Place, step: Step & { kind: 'text' }): Promise<Answer> {
	const input = vscode.window.createInputBox();
	dress(input, place, step.placeholder);
	input.prompt = step.prompt();
	input.value = step.value();
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
	listen: (resolve: (answer: Answer) => void, reject: (error: unknown) => void) => vscode.Disposable[],
): Promise<Answer> {
	const { promise, resolve, reject } = Promise.withResolvers<Answer>();
	const listeners = [...listen(resolve, reject), input.onDidHide(() => resolve(undefined))];
	input.show();
	try {
		return await promise;
	} finally {
		vscode.Disposable.from(...listeners, input).dispose();
	}
}
