/** Registers the tools that an assistant may call. Their code is loaded with the first call. */
import * as vscode from 'vscode';
import type { Session } from '../host/session';
import { toolNames } from './names';

export function registerTools(session: Session): vscode.Disposable {
	// Editors made of VS Code's sources may lack the API.
	const { registerTool } = (vscode.lm ?? {}) as Partial<typeof vscode.lm>;
	const load = () => import('./index');
	return vscode.Disposable.from(
		...toolNames.flatMap(
			(name) =>
				registerTool?.(name, {
					prepareInvocation: async ({ input }) => (await load()).prepare(session, name, input),
					invoke: async (options, token) => (await load()).invoke(session, name, options, token),
				}) ?? [],
		),
	);
}
