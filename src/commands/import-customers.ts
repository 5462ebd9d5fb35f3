/** Import List of Customers: tenant ids and domains from a file or the clipboard, into the settings. */
import * as vscode from 'vscode';
import { ServiceFailure } from '../azure/failure';
import { number } from '../host/formats';
import { readSettings, saveCustomers } from '../host/settings';
import type { CommandContext } from './context';
import { say } from './copy';

/** Problems that are shown at once; the log has all of them. */
const SHOWN = 5;

/** @returns how many customers the list has afterwards; undefined when nothing was imported */
export async function importCustomers(context: CommandContext): Promise<number | undefined> {
	const text = await chosenText();
	if (text === undefined) return undefined;
	const service = await context.session.service();
	const { entries, problems } = service.parseCustomerList(text);
	if (!(await goesOn(context, entries.length, problems))) return undefined;
	const imported = new Set(entries.map(({ tenant }) => tenant.toLowerCase()));
	const kept = readSettings().customers.filter((entry) => !imported.has(tenantOf(entry)));
	const customers = [...kept, ...entries] as object[];
	await saveCustomers(customers);
	say(
		customers.length === 1
			? vscode.l10n.t('Your list has 1 customer now')
			: vscode.l10n.t('Your list has {0} customers now', number(customers.length)),
	);
	return customers.length;
}

async function chosenText(): Promise<string | undefined> {
	const file = vscode.l10n.t('From a File…');
	const clipboard = vscode.l10n.t('From the Clipboard');
	const chosen = await vscode.window.showQuickPick(
		[
			{
				label: `$(file) ${file}`,
				detail: vscode.l10n.t('CSV or text: a tenant ID or a domain in each line, and a name if you like'),
				from: 'file',
			},
			{
				label: `$(clippy) ${clipboard}`,
				detail: vscode.l10n.t('The same, as it was copied from a table or a mail'),
				from: 'clipboard',
			},
		],
		{ title: vscode.l10n.t('Import List of Customers') },
	);
	if (chosen === undefined) return undefined;
	if (chosen.from === 'clipboard') return vscode.env.clipboard.readText();
	const title = vscode.l10n.t('Import List of Customers');
	const [uri] = (await vscode.window.showOpenDialog({ title, filters: { CSV: ['csv', 'tsv', 'txt'] } })) ?? [];
	return uri === undefined ? undefined : textOf(uri);
}

/** VS Code knows the encodings that spreadsheets write, by their marks and by the user's settings. */
async function textOf(uri: vscode.Uri): Promise<string> {
	try {
		return await vscode.workspace.decode(await vscode.workspace.fs.readFile(uri), { uri });
	} catch (cause) {
		throw new ServiceFailure('Refused', vscode.l10n.t('{0} could not be read as text. Nothing was imported.', uri.path), {
			remedy: vscode.l10n.t('Save the list as a CSV file and import that.'),
			cause,
		});
	}
}

/** Says what can't be read before anything is saved. */
async function goesOn(
	{ log }: CommandContext,
	good: number,
	problems: readonly { readonly line: number; readonly problem: string }[],
): Promise<boolean> {
	const lines = problems.map(({ line, problem }) => vscode.l10n.t('Line {0}: {1}', line, problem));
	for (const line of lines) log.warn(line);
	if (good === 0) {
		const message = vscode.l10n.t('The list has no customer that could be read. Nothing was imported.');
		void vscode.window.showErrorMessage([message, ...lines.slice(0, SHOWN)].join(' '));
		return false;
	}
	const go = vscode.l10n.t('Import');
	const more = lines.length > SHOWN ? [vscode.l10n.t('The log has the other {0}.', number(lines.length - SHOWN))] : [];
	const answer = await vscode.window.showInformationMessage(
		good === 1 ? vscode.l10n.t('Add 1 customer to your list?') : vscode.l10n.t('Add {0} customers to your list?', number(good)),
		{
			modal: true,
			detail:
				lines.length === 0
					? vscode.l10n.t('Every line was read.')
					: [vscode.l10n.t('These lines are left out:'), ...lines.slice(0, SHOWN), ...more].join('\n'),
		},
		go,
	);
	return answer === go;
}

function tenantOf(entry: unknown): string {
	return String((entry as { tenant?: unknown } | null)?.tenant)
		.trim()
		.toLowerCase();
}
