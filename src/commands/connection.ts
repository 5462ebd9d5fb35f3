/** The commands of the connection: switch, set up, sign in, sign out. */
import * as vscode from 'vscode';
import type { CommandId } from '../host/command-ids';
import type { CommandContext } from './context';
import { say } from './copy';
import { givenCustomer } from './targets';

/** @returns the name of the connection in use afterwards; undefined when the user gave up */
export async function switchConnection(context: CommandContext): Promise<string | undefined> {
	const { switchConnection } = await import('../connections');
	return switchConnection(() => setUpConnection(context));
}

/** Asks for everything, saves it, signs in, and shows step by step whether the connection works. */
export async function setUpConnection(context: CommandContext): Promise<string | undefined> {
	const { setUpConnection } = await import('../connections');
	const name = await setUpConnection();
	if (name === undefined) return undefined;
	// The settings start the session anew by themselves; this one makes sure that it is over.
	await context.session.restart();
	await signIn(context, []);
	await vscode.commands.executeCommand('cspReservations.whoAmI' satisfies CommandId);
	return name;
}

/**
 * Signs in to the connection in use, or to the tenant of a customer that wants to see the user.
 * @returns the name of the account; undefined when nobody has to sign in
 */
export async function signIn(context: CommandContext, args: readonly unknown[]): Promise<string | undefined> {
	const { identity } = await context.session.connection();
	if (identity === undefined) {
		const other = vscode.l10n.t('Switch Connection…');
		const answer = await vscode.window.showInformationMessage(
			vscode.l10n.t('The sandbox needs no sign-in. To work with your customers, use another connection.'),
			other,
		);
		if (answer === other) await switchConnection(context);
		return undefined;
	}
	const account = await whileSigningIn(identity.profile.name, (signal) =>
		context.session.signIn({ tenantId: givenCustomer(args), signal }),
	);
	if (account === undefined) return undefined;
	say(vscode.l10n.t('Signed in as {0}', account.name));
	await context.view.refresh();
	return account.name;
}

/** Forgets the account with its tokens and secrets. What was read stays readable. */
export async function signOut(context: CommandContext): Promise<void> {
	if (!(await context.session.signOut())) return say(vscode.l10n.t('Nobody is signed in: the sandbox needs no account'));
	say(vscode.l10n.t('Signed out of “{0}”', context.session.connectionName));
	await context.view.refresh();
}

async function whileSigningIn<T>(name: string, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
	return vscode.window.withProgress(
		{
			location: vscode.ProgressLocation.Notification,
			title: vscode.l10n.t('Signing in to “{0}”…', name),
			cancellable: true,
		},
		async (_, token) => {
			const abort = new AbortController();
			const listening = token.onCancellationRequested(() => abort.abort());
			try {
				return await work(abort.signal);
			} finally {
				listening.dispose();
			}
		},
	);
}
