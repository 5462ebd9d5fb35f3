/** Views of the table that the user gave a name, kept on this computer: names of customers may be in them. */
import type * as vscode from 'vscode';
import * as z from 'zod/mini';
import { SavedState } from './messages';

const key = 'portfolioViews';
const Kept = z.record(z.string(), z.unknown());

export class SavedViews {
	readonly #memory: vscode.Memento;

	constructor(memory: vscode.Memento) {
		this.#memory = memory;
	}

	/** In the order they were saved. */
	get names(): readonly string[] {
		return Object.keys(this.#all());
	}

	/** @returns undefined when there is none of the name, or it can't be read any more */
	get(name: string): SavedState | undefined {
		return SavedState.safeParse(this.#all()[name]).data;
	}

	/** Takes the place of one of the same name. */
	async save(name: string, state: SavedState): Promise<void> {
		await this.#memory.update(key, { ...this.#all(), [name]: state });
	}

	async remove(name: string): Promise<void> {
		const { [name]: _, ...others } = this.#all();
		await this.#memory.update(key, others);
	}

	#all(): Readonly<Record<string, unknown>> {
		return Kept.safeParse(this.#memory.get<unknown>(key)).data ?? {};
	}
}
