/**
 * Answers the benchmark from inside the extension host, over HTTP on 127.0.0.1. Loads nothing of the product, so that what
 * it reports is what the product loaded.
 */
const { createServer } = require('node:http');
const { statSync, writeFileSync } = require('node:fs');
const Module = require('node:module');
const path = require('node:path');
const v8 = require('node:v8');
const vm = require('node:vm');
const vscode = require('vscode');

const product = 'csp-reservations.csp-reservations';

v8.setFlagsFromString('--expose-gc');
const collectGarbage = vm.runInNewContext('gc');

/** The service of `/load`. */
let kept;

const answers = {
	/** Files of the product that are loaded now, with their size. */
	'/loaded': () => {
		const folder = vscode.extensions.getExtension(product).extensionPath;
		const files = Object.keys(Module._cache).filter((file) => file.startsWith(folder));
		return files.map((file) => ({ file: file.slice(folder.length + 1), bytes: statSync(file).size }));
	},
	/** Activates the product as an activation event would. */
	'/activate': async () => {
		await vscode.extensions.getExtension(product).activate();
		return true;
	},
	/** Makes the built-in GitHub Authentication activate the usual way: somebody asks for a session. */
	'/github': async () => {
		await vscode.authentication.getSession('github', ['read:user'], { silent: true });
		return true;
	},
	/** Bytes that are in use after a collection. */
	'/memory': () => {
		collectGarbage();
		collectGarbage();
		const { heapUsed, rss, external, arrayBuffers } = process.memoryUsage();
		return { heapUsed, rss, external, arrayBuffers };
	},
	/** Reads every customer and reservation of a sandbox with the product's own service module, and keeps them. */
	'/load': async ({ address, storage }) => {
		const folder = vscode.extensions.getExtension(product).extensionPath;
		const bundle = (name) => require(path.join(folder, 'dist', name));
		const { createReservationsService } = bundle('service.js');
		const { discoverSandbox, sandboxTokens } = bundle('identity.js');
		const fetchIt = (input, init) => globalThis.fetch(input, init);
		const cloud = await discoverSandbox(address, fetchIt);
		const log = { trace() {}, debug() {}, info() {}, warn() {}, error() {} };
		const tokens = sandboxTokens(cloud, fetchIt);
		kept = createReservationsService({
			cloud,
			tokens,
			fetch: fetchIt,
			storage,
			clock: Date.now,
			log,
			locale: 'en',
			translations: undefined,
		});
		const { value } = await kept.refreshCustomers();
		const tenantIds = value.customers.map(({ tenantId }) => tenantId);
		await kept.refreshReservations(tenantIds);
		const reservations = tenantIds.map((tenantId) => kept.getReservations(tenantId).value?.reservations.length ?? 0);
		return { customers: tenantIds.length, reservations: reservations.reduce((sum, count) => sum + count, 0) };
	},
	'/versions': () => ({ vscode: vscode.version, node: process.version }),
};

exports.activate = (context) => {
	const server = createServer(async (request, response) => {
		const url = new URL(request.url, 'http://127.0.0.1');
		try {
			response.end(JSON.stringify(await answers[url.pathname](Object.fromEntries(url.searchParams))));
		} catch (error) {
			response.statusCode = 500;
			response.end(String(error));
		}
	});
	server.listen(0, '127.0.0.1', () => writeFileSync(process.env.BENCH_COMPANION, String(server.address().port)));
	context.subscriptions.push({ dispose: () => server.close() });
};
