/** How the tests inside the extension host tell the runner outside what became of them: one JSON line an event, in a file. */

/** Names the file, in the environment of the extension host. */
export const resultsFileVariable = 'CSP_RESERVATIONS_TEST_RESULTS';

export type TestEvent =
	/** `pid` is the extension host's, so that its crash is noticed. */
	| { readonly kind: 'start'; readonly pid: number; readonly vscode: string; readonly node: string; readonly total: number }
	| { readonly kind: 'pass'; readonly title: string; readonly ms: number }
	| { readonly kind: 'fail'; readonly title: string; readonly message: string }
	| { readonly kind: 'skip'; readonly title: string }
	/** The last one: all tests ran, or (with `error`) they could not be run. */
	| { readonly kind: 'end'; readonly error?: string };
