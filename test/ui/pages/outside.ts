/** Stands for the module `vscode` outside of VS Code: import this first. Texts, addresses, and panels that keep what they are given. */
import { registerHooks } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

registerHooks({
	resolve: (specifier, context, next) =>
		specifier === 'vscode'
			? { url: pathToFileURL(path.join(import.meta.dirname, 'vscode-outside.ts')).href, shortCircuit: true }
			: next(specifier, context),
});
