/** What the measurements share: a VS Code with the packaged extension and the companion, medians, and the table. */
import { existsSync, readFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Browser, Frame } from 'playwright-core';
import { CustomersView } from '../host/customers-view';
import { root, temporaryFolder } from '../host/processes';
import { startVSCodeServer } from '../host/vscode-server';
import { Workbench } from '../host/workbench';
import { packageFile } from '../ui/helpers/package-file';

export interface Row {
	readonly what: string;
	readonly measured: string;
	readonly goal: string;
	/** Undefined: there is no goal, the figure stands for itself. */
	readonly met?: boolean;
}

export interface Window {
	readonly workbench: Workbench;
	readonly customers: CustomersView;
	/** Asks the companion in the extension host. */
	ask<T>(question: string, parameters?: Readonly<Record<string, string>>): Promise<T>;
}

/** Opens a window with the packaged extension, hands it to `use`, and ends it. */
export async function inWindow<T>(
	browser: Browser,
	settings: Readonly<Record<string, unknown>>,
	use: (window: Window) => Promise<T>,
): Promise<T> {
	const portFile = path.join(temporaryFolder('bench'), 'port');
	const host = await startVSCodeServer({ settings, vsix: packageFile, env: { BENCH_COMPANION: portFile } });
	try {
		const workbench = await Workbench.open(browser, host.address({ extension: path.join(root, 'test/bench/companion') }));
		await workbench.until(async () => existsSync(portFile), 'the companion');
		const base = `http://127.0.0.1:${readFileSync(portFile, 'utf8')}`;
		const ask = async <A>(question: string, parameters: Readonly<Record<string, string>> = {}) => {
			const answer = await fetch(`${base}/${question}?${new URLSearchParams(parameters)}`);
			if (!answer.ok) throw new Error(`${question}: ${await answer.text()}`);
			return (await answer.json()) as A;
		};
		const result = await use({ workbench, customers: new CustomersView(workbench), ask });
		await workbench.close();
		return result;
	} finally {
		await host.stop();
	}
}

/** Code for a page: resolves with the wall clock (ms) one frame after `selector` first matches in its document. */
export const watchFor = (selector: string) => `new Promise((resolve) => {
	const look = () => document.querySelector(${JSON.stringify(selector)}) === null ? requestAnimationFrame(look) : requestAnimationFrame(() => resolve(Date.now()));
	look();
})`;

/** The page in the panel in front, once it has content. */
export async function pageOf({ workbench }: Pick<Window, 'workbench'>): Promise<Frame> {
	await workbench.panel.locator('h1').waitFor();
	const frame = await (await workbench.panel.owner().elementHandle())?.contentFrame();
	if (frame === null || frame === undefined) throw new Error('The panel has no frame.');
	return frame;
}

/** @throws Error when there are none */
export function median(values: readonly number[]): number {
	const sorted = [...values].sort((a, b) => a - b);
	const middle = sorted[Math.floor((sorted.length - 1) / 2)];
	const next = sorted[Math.ceil((sorted.length - 1) / 2)];
	if (middle === undefined || next === undefined) throw new Error('Nothing was measured.');
	return (middle + next) / 2;
}

export const milliseconds = (value: number) => `${Math.round(value)} ms`;
export const kilobytes = (value: number) => `${(value / 1000).toFixed(1)} kB`;
export const megabytes = (value: number) => `${(value / 1_000_000).toFixed(1)} MB`;

/** The computer, so that the figures can be compared. */
export function machine(browser: Browser, versions: { readonly vscode: string; readonly node: string }): string {
	const [cpu] = os.cpus();
	const memory = Math.round(os.totalmem() / 2 ** 30);
	return `${cpu?.model.trim() ?? 'unknown processor'}, ${os.cpus().length} cores, ${memory} GB, ${os.type()}; VS Code ${versions.vscode}, Node ${versions.node}, Chromium ${browser.version()}`;
}

/** Prints the rows as a Markdown table. */
export function print(rows: readonly Row[]): void {
	const cells = [
		['what', 'measured', 'goal', ''],
		...rows.map(({ what, measured, goal, met }) => [what, measured, goal, met === undefined ? '' : met ? 'met' : 'MISSED']),
	];
	const widths = [0, 1, 2, 3].map((column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)));
	const line = (row: readonly string[]) => `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
	const [head = [], ...body] = cells;
	console.log([line(head), `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`, ...body.map(line)].join('\n'));
}
