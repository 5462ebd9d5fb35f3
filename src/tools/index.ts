/** The tools that an assistant may call: they read and ask for quotes, and commit nothing. The entry of a bundle of its own. */
import * as vscode from 'vscode';
import { isCancelled, isServiceFailure } from '../azure/failure';
import { escapeMarkdown } from '../host/markup';
import type { Session } from '../host/session';
import { expiring } from './expiring';
import { explain } from './explain';
import { failureText } from './failure-text';
import { find } from './find';
import { lowUse } from './low-use';
import type { ToolName } from './names';
import { quoteExchange } from './quote-exchange';
import { quoteReturn } from './quote-return';
import { cut } from './text';
import type { Tool } from './tool';

export const tools: Readonly<Record<ToolName, Tool>> = {
	cspReservations_findReservations: find,
	cspReservations_explainReservation: explain,
	cspReservations_expiringReservations: expiring,
	cspReservations_lowUseReservations: lowUse,
	cspReservations_quoteReturn: quoteReturn,
	cspReservations_quoteExchange: quoteExchange,
};

/** Characters of one result: about 4,000 tokens, so that a conversation has room for several. */
const mostCharacters = 12_000;
/** Ids and figures take a token for about so many characters. */
const charactersPerToken = 2.5;

/** What is said before a tool runs. @throws Error for a bad input */
export function prepare({ current }: Session, name: ToolName, input: unknown): vscode.PreparedToolInvocation {
	const { reading, confirm } = tools[name].announce(input, current);
	return {
		invocationMessage: plain(reading),
		...(confirm && { confirmationMessages: { title: confirm.title, message: plain(confirm.message) } }),
	};
}

/** @throws Error with a text for the model when it could not be done; CancellationError when cancelled */
export async function invoke(
	session: Session,
	name: ToolName,
	{ input, tokenizationOptions }: vscode.LanguageModelToolInvocationOptions<unknown>,
	token: vscode.CancellationToken,
): Promise<vscode.LanguageModelToolResult> {
	const leave = new AbortController();
	const listening = token.onCancellationRequested(() => leave.abort());
	if (token.isCancellationRequested) leave.abort();
	const budget = (tokenizationOptions?.tokenBudget ?? mostCharacters) * charactersPerToken;
	const most = Math.min(mostCharacters, Math.floor(budget));
	try {
		const service = await session.service();
		const text = await tools[name].run(input, { service, signal: leave.signal, most, now: Date.now() });
		return new vscode.LanguageModelToolResult([new vscode.LanguageModelTextPart(text)]);
	} catch (error) {
		if (isCancelled(error)) throw new vscode.CancellationError();
		// The stack of a failure says nothing to a model.
		throw isServiceFailure(error) ? new Error(cut(failureText(error), most)) : error;
	} finally {
		listening.dispose();
	}
}

/** Names out of Azure are shown as they are, never as markup. */
function plain(text: string): vscode.MarkdownString {
	return new vscode.MarkdownString(escapeMarkdown(text));
}
