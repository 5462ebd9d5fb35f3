/** Runs in the page before anything else: what VS Code gives every webview. `theme` was set by the script before. */
const recorded = { sent: [], state: undefined, violations: [] };
Object.assign(window, {
	recorded,
	acquireVsCodeApi: () => ({
		postMessage: (message) => recorded.sent.push(message),
		setState: (state) => {
			recorded.state = state;
		},
	}),
	/** Posts as the host does; resolves when the page has drawn what that changed, with the milliseconds that took. */
	post: (message) =>
		new Promise((resolve) => {
			const start = performance.now();
			const painted = () => requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - start), 0));
			window.addEventListener('message', painted, { once: true });
			window.postMessage(message, '*');
		}),
});
document.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI }) =>
	recorded.violations.push(`${effectiveDirective} ${blockedURI}`),
);
document.addEventListener('DOMContentLoaded', () => {
	document.body.className = window.theme.bodyClass;
	for (const [name, value] of Object.entries(window.theme.variables))
		document.documentElement.style.setProperty(`--vscode-${name}`, value);
});
