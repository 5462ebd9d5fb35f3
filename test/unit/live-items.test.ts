/** Items of a quick pick that change while VS Code still shows the ones before: what Enter takes is what the user sees. */
import '../ui/pages/outside';
import assert from 'node:assert/strict';
import { setTimeout as delay, setImmediate as turn } from 'node:timers/promises';
import type * as vscode from 'vscode';
import { LiveItems } from '../../src/commands/live-items';
import { commands } from '../ui/pages/vscode-outside';

interface Item {
	readonly label: string;
}

const list = (...labels: string[]): Item[] => labels.map((label) => ({ label }));

/**
 * The window and the way to it, as VS Code makes them: the pick is told of items, and tells of them, by their places; what either side
 * says arrives when the test lets it.
 */
class SlowWindow {
	readonly #toWindow: (() => void)[] = [];
	readonly #toHost: (() => void)[] = [];
	#rows: readonly Item[] = [];
	#focus = 0;
	readonly pick = this.#pick();
	readonly accepted: string[] = [];
	freed = 0;
	readonly items = new LiveItems(this.pick as unknown as vscode.QuickPick<Item>, {
		keyOf: ({ label }) => label,
		free: () => this.freed++,
	});

	#pick() {
		const toWindow = this.#toWindow;
		const shows = (items: readonly Item[]) => toWindow.push(() => this.#show(items));
		return {
			told: [] as readonly Item[],
			activeItems: [] as readonly Item[],
			selectedItems: [] as readonly Item[],
			get items() {
				return this.told;
			},
			set items(items: readonly Item[]) {
				this.told = items;
				shows(items);
			},
		};
	}

	#show(rows: readonly Item[]): void {
		this.#rows = rows;
		this.focus(rows[0]?.label ?? '');
	}

	run(): Promise<void> {
		const { promise, resolve } = Promise.withResolvers<void>();
		this.#toWindow.push(() => this.#toHost.push(resolve));
		return promise;
	}

	#tell(name: 'activeItems' | 'selectedItems'): void {
		const place = this.#focus;
		this.#toHost.push(() => {
			this.pick[name] = this.pick.told.slice(place, place + 1);
			if (name === 'activeItems') this.items.focusChanged();
		});
	}

	/** The user goes to a row. */
	focus(label: string): void {
		this.#focus = this.#rows.findIndex((row) => row.label === label);
		this.#tell('activeItems');
	}

	/** The user presses Enter. */
	enter(): void {
		this.#tell('selectedItems');
		this.#toHost.push(() => this.items.choose(this.pick.selectedItems[0], ({ label }) => this.accepted.push(label)));
	}

	/** So many things that were said to the window arrive; all by default. */
	async reach(count?: number): Promise<void> {
		await delay(2);
		for (const one of this.#toWindow.splice(0, count ?? this.#toWindow.length)) one();
	}

	/** So many things that the window said arrive; all by default. */
	async hear(count = this.#toHost.length): Promise<void> {
		for (const one of this.#toHost.splice(0, count)) one();
		await turn();
	}

	/** Everything that was said on either side arrives. */
	async settle(): Promise<void> {
		await this.hear();
		await this.reach();
		await this.hear();
	}

	async show(...labels: string[]): Promise<void> {
		this.items.set(list(...labels), undefined);
		await this.settle();
	}
}

describe('Live items', () => {
	const { executeCommand } = commands;
	let window: SlowWindow;
	beforeEach(async () => {
		window = new SlowWindow();
		commands.executeCommand = () => window.run();
		await window.show('Adatum', 'Bellows', 'Contoso');
	});
	after(() => {
		commands.executeCommand = executeCommand;
	});

	it('that are shown: Enter takes the one that has the focus', async () => {
		assert.ok(!window.items.isBusy);
		assert.equal(window.freed, 1);
		window.focus('Bellows');
		window.enter();
		await window.hear();
		assert.deepEqual(window.accepted, ['Bellows']);
	});

	it('are busy until the window shows them', async () => {
		window.items.set(list('Contoso'), undefined);
		assert.ok(window.items.isBusy);
		await window.reach();
		assert.ok(window.items.isBusy, 'nobody has told yet');
		await window.hear();
		assert.ok(!window.items.isBusy);
		assert.equal(window.freed, 2);
	});

	it('on their way: Enter takes what the user sees, once it has the focus again', async () => {
		window.focus('Bellows');
		await window.hear();
		window.items.set(list('Bellows', 'Fabrikam'), undefined);
		window.enter();
		await window.hear();
		assert.deepEqual(window.accepted, [], 'what has its place in the new list is another one');
		await window.reach();
		await window.hear();
		assert.deepEqual(window.accepted, ['Bellows']);
	});

	it('on their way: Enter takes nothing else, whatever has its place or the focus in the new list', async () => {
		window.focus('Bellows');
		await window.hear();
		window.items.set(list('Litware', 'Fabrikam'), undefined);
		window.enter();
		await window.settle();
		assert.deepEqual(window.accepted, []);
		window.enter();
		await window.hear();
		assert.deepEqual(window.accepted, ['Litware']);
	});

	it('the same item at the same place in both lists is taken at once', async () => {
		window.items.set(list('Adatum', 'Litware'), undefined);
		window.enter();
		await window.hear();
		assert.deepEqual(window.accepted, ['Adatum']);
	});

	it('just shown, and nobody has told yet: Enter takes the one of the new list', async () => {
		window.items.set(list('Litware', 'Contoso'), undefined);
		await window.reach(1);
		window.enter();
		await window.settle();
		assert.deepEqual(window.accepted, ['Litware']);
	});

	it('on their way, and shorter: Enter takes what the user saw, once it is there again', async () => {
		window.focus('Contoso');
		window.items.set(list('Contoso'), undefined);
		window.enter();
		await window.hear();
		assert.deepEqual(window.accepted, [], 'its place says nothing');
		await window.reach();
		await window.hear();
		assert.deepEqual(window.accepted, ['Contoso']);
	});

	it('on their way, and shorter: Enter takes nothing that the user has not seen there', async () => {
		window.focus('Contoso');
		window.items.set(list('Litware'), undefined);
		window.enter();
		await window.settle();
		assert.deepEqual(window.accepted, []);
		window.enter();
		await window.hear();
		assert.deepEqual(window.accepted, ['Litware'], 'which can be chosen now');
	});

	it('that are set between what was chosen and Enter: it is what was chosen', async () => {
		window.focus('Contoso');
		window.enter();
		await window.hear(2);
		window.items.set(list('Fabrikam'), undefined);
		await window.hear();
		assert.deepEqual(window.accepted, ['Contoso']);
	});
});
