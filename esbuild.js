/** Builds the bundles into dist/ (and the tests of the VS Code lane into out/). `--watch` rebuilds, `--tests` adds the tests. */
const { build, context } = require('esbuild');
const { mkdir, readdir, readFile, rename, rm, writeFile } = require('node:fs/promises');
const path = require('node:path');

const watch = process.argv.includes('--watch');
const tests = process.argv.includes('--tests');

/** Modules that are bundles of their own: loaded by `await import('…')` when they are first needed, never at activation. */
const lazyBundles = {
	'src/reservations/index.ts': 'service',
	'src/connections/index.ts': 'connections',
	'src/identity/index.ts': 'identity',
	'src/identity/credentials/index.ts': 'credentials',
	'src/sandbox/index.ts': 'sandbox',
	'src/operations/index.ts': 'operations',
	'src/watch/index.ts': 'watch',
	'src/tools/index.ts': 'tools',
	'src/commands/index.ts': 'commands',
	'src/commands/pick.ts': 'pick',
	'src/commands/failure.ts': 'failure',
	'src/commands/configuration/index.ts': 'configuration-commands',
	'src/commands/roles/index.ts': 'roles-commands',
	'src/commands/support/index.ts': 'support-commands',
	'src/commands/import-customers.ts': 'import-customers',
	'src/panels/overview/index.ts': 'overview',
	'src/panels/access/index.ts': 'access',
	'src/panels/return/index.ts': 'return',
	'src/panels/exchange/index.ts': 'exchange',
	'src/panels/configuration/index.ts': 'configuration',
	'src/panels/roles/index.ts': 'roles',
	'src/panels/support/index.ts': 'support',
	'src/panels/support-requests/index.ts': 'support-requests',
	'src/panels/portfolio/index.ts': 'portfolio',
};

/** Turns a dynamic import of a lazy bundle's entry into a `require` of its file beside the importing bundle. */
const splitLazyBundles = {
	name: 'split-lazy-bundles',
	setup(builder) {
		builder.onResolve({ filter: /^\./ }, async (args) => {
			if (args.kind !== 'dynamic-import' || args.pluginData === 'resolved') return undefined;
			const resolved = await builder.resolve(args.path, {
				importer: args.importer,
				resolveDir: args.resolveDir,
				kind: args.kind,
				pluginData: 'resolved',
			});
			const bundle = lazyBundles[path.relative(__dirname, resolved.path).split(path.sep).join('/')];
			return bundle === undefined ? undefined : { path: `./${bundle}.js`, external: true };
		});
	},
};

/** The bundler would copy VS Code's whole API once for each module that imports it, which is half of the time of activation. */
const oneVSCode = {
	name: 'one-vscode',
	setup(builder) {
		builder.onLoad({ filter: /[\\/]src[\\/].*\.ts$/ }, async ({ path: file }) => {
			const text = await readFile(file, 'utf8');
			const contents = text.replace("import * as vscode from 'vscode';", "const vscode = require('vscode');");
			return { contents, loader: 'ts' };
		});
	},
};

const host = {
	bundle: true,
	platform: 'node',
	format: 'cjs',
	target: 'node22',
	external: ['vscode'],
	minify: !watch,
	keepNames: false,
	sourcemap: watch ? 'inline' : false,
	metafile: true,
	legalComments: 'none',
	logLevel: 'info',
	plugins: [splitLazyBundles, oneVSCode],
};

const bundles = {
	...host,
	entryPoints: {
		extension: 'src/extension.ts',
		...Object.fromEntries(Object.entries(lazyBundles).map(([entry, name]) => [name, entry])),
	},
	outdir: 'dist',
};

const pages = {
	bundle: true,
	platform: 'browser',
	format: 'esm',
	target: 'es2024',
	splitting: true,
	minify: !watch,
	sourcemap: watch ? 'inline' : false,
	metafile: true,
	legalComments: 'none',
	logLevel: 'info',
	entryPoints: {
		overview: 'media/overview/main.ts',
		access: 'media/access/main.ts',
		return: 'media/return/main.ts',
		exchange: 'media/exchange/main.ts',
		configuration: 'media/configuration/main.ts',
		roles: 'media/roles/main.ts',
		support: 'media/support/main.ts',
		supportRequests: 'media/support-requests/main.ts',
	},
	loader: { '.css': 'css', '.ttf': 'file' },
	tsconfig: 'media/tsconfig.json',
	outdir: 'dist/media',
};

/** In one file: the page that has to show its first rows soonest waits for one answer, not for one after the other. */
const portfolioPage = { ...pages, splitting: false, entryPoints: { portfolio: 'media/portfolio/main.ts' } };

const vscodeTests = {
	...host,
	minify: false,
	sourcemap: 'inline',
	entryPoints: ['test/vscode/index.ts', 'test/vscode/*.test.ts'],
	// Mocha finds its parts beside itself, so it stays where npm put it.
	external: ['vscode', 'mocha'],
	outdir: 'out/test/vscode',
	plugins: [],
};

/**
 * Says when a round of builds starts and ends, and each problem in one line: what the watch task of .vscode/tasks.json
 * waits for and reads.
 */
function announce(bundleCount) {
	let running = 0;
	let finished = 0;
	return {
		name: 'announce',
		setup(builder) {
			builder.onStart(() => {
				if (running++ === 0) console.log('[watch] build started');
			});
			builder.onEnd(({ errors, warnings }) => {
				for (const [severity, problems] of Object.entries({ error: errors, warning: warnings })) {
					for (const { location, text } of problems) {
						console.log(
							`${location?.file ?? 'esbuild.js'}:${location?.line ?? 1}:${(location?.column ?? 0) + 1}: ${severity}: ${text}`,
						);
					}
				}
				finished++;
				// The first round is over when every bundle was built once, one after the other.
				if (--running === 0 && finished >= bundleCount) console.log('[watch] build finished');
			});
		},
	};
}

/** Icons that pages show. */
async function codicons() {
	const from = path.dirname(require.resolve('@vscode/codicons/dist/codicon.css'));
	const names = ['codicon.css', 'codicon.ttf'];
	const to = (name) => path.resolve('dist/media/codicons', name);
	return Promise.all(names.map(async (name) => ({ path: to(name), contents: await readFile(path.join(from, name)) })));
}

/** Puts a file into its place in one step, and only where it is another one: a window may be loading it just now. */
async function put({ path: file, contents }) {
	const before = await readFile(file).catch(() => undefined);
	if (before?.equals(contents)) return;
	await mkdir(path.dirname(file), { recursive: true });
	await writeFile(`${file}.new`, contents);
	await rename(`${file}.new`, file);
}

/** Removes what earlier builds have left. @param {Set<string>} files absolute paths of what belongs there */
async function keepOnly(folder, files) {
	const found = await readdir(folder, { recursive: true, withFileTypes: true });
	const paths = found.filter((entry) => entry.isFile()).map((entry) => path.resolve(entry.parentPath, entry.name));
	await Promise.all(paths.filter((file) => !files.has(file)).map((file) => rm(file, { force: true })));
}

async function main() {
	const configurations = [bundles, pages, portfolioPage, ...(tests ? [vscodeTests] : [])];
	const icons = await codicons();
	if (watch) {
		await Promise.all(icons.map(put));
		const announcer = announce(configurations.length);
		for (const configuration of configurations) {
			const plugins = [...(configuration.plugins ?? []), announcer];
			await (await context({ ...configuration, logLevel: 'silent', plugins })).watch();
		}
		return;
	}
	const results = await Promise.all(configurations.map((configuration) => build({ ...configuration, write: false })));
	const files = [...icons, ...results.flatMap(({ outputFiles }) => outputFiles)];
	await Promise.all(files.map(put));
	await keepOnly('dist', new Set(files.map(({ path: file }) => file)));
	await mkdir('out', { recursive: true });
	for (const [index, { metafile }] of results.entries())
		await writeFile(`out/metafile-${['host', 'pages', 'portfolio-page', 'tests'][index]}.json`, JSON.stringify(metafile));
}

main().catch((error) => {
	console.error(error);
	process.exit(1);
});
