/** `npm run sandbox`: one line of JSON, its flags, and a clear line for wrong ones. */
import assert from 'node:assert/strict';
import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { SandboxClient } from './sandbox-client';

const ROOT = join(__dirname, '../..');

type Cli = ChildProcessByStdio<null, Readable, Readable>;

function start(args: readonly string[]): Cli {
	return spawn(process.execPath, ['--import', 'tsx', 'src/sandbox/cli.ts', ...args], {
		cwd: ROOT,
		stdio: ['ignore', 'pipe', 'pipe'],
		env: { ...process.env, NODE_OPTIONS: '' },
	});
}

async function run(args: readonly string[]): Promise<{ code: number | null; out: string; error: string }> {
	const cli = start(args);
	let out = '';
	let error = '';
	cli.stdout.on('data', (chunk: Buffer) => (out += chunk));
	cli.stderr.on('data', (chunk: Buffer) => (error += chunk));
	const [code] = (await once(cli, 'close')) as [number | null];
	return { code, out, error };
}

describe('npm run sandbox', () => {
	it('prints one line of JSON, serves what the flags ask for, and ends on SIGINT or SIGTERM', async () => {
		for (const signal of ['SIGINT', 'SIGTERM'] as const) {
			const cli = start(['--port', '0', '--customers', '12', '--reservations', '3', '--seed', '11', '--latency', '1']);
			let out = '';
			cli.stdout.on('data', (chunk: Buffer) => (out += chunk));
			while (!out.includes('\n')) await once(cli.stdout, 'data');
			assert.equal(out.indexOf('\n'), out.length - 1);
			const endpoints = JSON.parse(out);
			assert.deepEqual(Object.keys(endpoints), [
				'partnerCenter',
				'resourceManager',
				'graph',
				'authority',
				'partnerTenantId',
				'clientId',
			]);
			const client = new SandboxClient({ endpoints, listeners: endpoints, close: async () => {} });
			const { body } = await client.partner<{ items: unknown[] }>('/customers?size=500');
			assert.equal(body.items.length, 12);
			cli.kill(signal);
			const [code] = (await once(cli, 'close')) as [number | null];
			assert.equal(code, 0);
		}
	});

	it('refuses wrong flags with one line and exit code 2', async () => {
		const wrong: (readonly [readonly string[], RegExp])[] = [
			[['--costumers', '5'], /--costumers/],
			[['--customers', 'many'], /--customers .* whole number .*'many'/],
			[['--customers', '-1'], /--customers/],
			[['--latency', '1.5'], /--latency/],
			[['--port', '70000'], /--port .* 65532/],
			[['--seed'], /--seed/],
			[['extra'], /extra/],
			[['--customers', ''], /--customers/],
		];
		const results = await Promise.all(wrong.map(([args]) => run(args)));
		for (const [index, { code, out, error }] of results.entries()) {
			assert.equal(code, 2, error);
			assert.equal(out, '');
			assert.match(error, /^sandbox: [^\n]+ See --help\.\n$/);
			assert.match(error, wrong[index]?.[1] ?? /./);
		}
	});

	it('explains itself with --help', async () => {
		const { code, out } = await run(['--help']);
		assert.equal(code, 0);
		for (const flag of ['--port', '--customers', '--reservations', '--seed', '--latency', '--help'])
			assert.ok(out.includes(flag));
	});

	it('says that a port is taken, and ends with 1', async () => {
		const server = createServer();
		server.listen(0, '127.0.0.1');
		await once(server, 'listening');
		const { port } = server.address() as { port: number };
		const { code, error } = await run(['--port', String(Math.min(port, 65_532))]);
		server.close();
		assert.equal(code, 1);
		assert.match(error, /^sandbox: listen EADDRINUSE: address already in use 127\.0\.0\.1:\d+\n$/);
	});
});
