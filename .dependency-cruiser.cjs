/** The one-way roads of the house. `npm run lint` fails when an import goes against them, or in a circle. */
const never = (name, from, to, comment) => ({ name, severity: 'error', comment, from, to });

module.exports = {
	forbidden: [
		never('no-cycle', {}, { circular: true }, 'An import circle: the two ideas are one, or one of them is in the wrong file.'),
		never(
			'service-knows-no-editor',
			{ path: '^src/(reservations|azure)/' },
			{ path: '(^|/)vscode($|/)' },
			'The service module runs without VS Code.',
		),
		never(
			'sandbox-stands-alone',
			{ path: '^src/sandbox/' },
			{ path: '^src/(?!sandbox/)|^media/|(^|/)vscode($|/)' },
			'The sandbox is written from the contract a second time.',
		),
		never(
			'azure-is-the-edge',
			{ path: '^src/azure/' },
			{ path: '^src/(?!azure/)' },
			'The REST clients know nothing of what uses them.',
		),
		never(
			'service-uses-the-clients-only',
			{ path: '^src/reservations/' },
			{ path: '^src/(?!reservations/|azure/)' },
			'The service uses the REST clients and nothing else of ours.',
		),
		never(
			'identity-is-handed-in',
			{ path: '^src/identity/' },
			{ path: '^src/(?!identity/|azure/(clouds?|failure|time-limit)\\.ts)' },
			'Tokens are handed in; identity knows no product code.',
		),
		never(
			'views-use-the-service',
			{ path: '^src/(tree|commands|panels|tools)/' },
			{ path: '^src/azure/(?!cloud\\.ts|failure\\.ts)' },
			'Tree, commands, panels and assistant tools go through the service.',
		),
		never(
			'nobody-imports-the-composition',
			{ pathNot: '^src/extension\\.ts$' },
			{ path: '^src/extension\\.ts$' },
			'extension.ts composes; nothing depends on it.',
		),
		never(
			'tree-knows-no-panels',
			{ path: '^src/tree/' },
			{ path: '^src/(commands|panels)/' },
			'Tree nodes are what commands act on, not the other way round.',
		),
		never(
			'tools-only-read',
			{ path: '^src/tools/' },
			{ path: '^src/(?!tools/|host/|reservations/|azure/failure\\.ts)' },
			'Assistant tools ask the service; what acts for the user (commands, panels, the tree) is not theirs to call.',
		),
		never(
			'pages-share-the-messages-only',
			{ path: '^media/' },
			{ path: '^src/(?!panels/[^/]+/messages\\.ts)' },
			'Pages share only the message protocol with the panels.',
		),
		never('product-knows-no-tests', { path: '^(src|media)/' }, { path: '^test/' }, 'Nothing that ships depends on a test.'),
	],
	options: {
		doNotFollow: { path: 'node_modules' },
		tsPreCompilationDeps: true,
		enhancedResolveOptions: { extensions: ['.ts', '.js', '.json'] },
		exclude: { path: 'dist|out' },
	},
};
