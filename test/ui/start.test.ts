/** `npm start` as a user calls it: the check, wrong flags, and that nothing is left after Ctrl+C. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { checkHost } from '../host/check';
import { root } from '../host/processes';
import type { VSCodeHost } from '../host/vscode-server';

function start(...flags: string[]) {
	const child = spawn(process.execPath, ['--import', 'tsx', 'test/host/start.ts', ...flags], {
		cwd: root,
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	let output = '';
	for (const stream of [child.stdout, child.stderr]) {
		stream.on('data', (chunk: Buffer) => {
			output += chunk.toString();
		});
	}
	const ended = once(child, 'close').then(([code]) => ({ code: code as number | null, output }));
	return { child, ended, output: () => output };
}

describe('npm start', () => {
	it('checks that the tree lists reservations and that an overview opens', async () => {
		const { code, output } = await start('--check', '--customers', '12').ended;
		assert.equal(code, 0, output);
		assert.match(output, /^Tree:\n( .*\n)+Overview:\n( .*\n)+Picture: /m);
	});

	it('the check ends with 1 and says what is missing', async () => {
		const lines: string[] = [];
		const { error } = console;
		console.error = (line: string) => void lines.push(line);
		const ends: (() => unknown)[] = [];
		try {
			// Nobody listens there.
			const host = { address: () => 'http://127.0.0.1:9/' } as unknown as VSCodeHost;
			assert.equal(await checkHost(host, (end) => void ends.push(end)), 1);
		} finally {
			console.error = error;
			for (const end of ends) await end();
		}
		assert.match(lines[0] ?? '', /^Missing: the workbench\. .*127\.0\.0\.1:9/);
		assert.match(lines.at(-1) ?? '', /^Picture: /);
	});

	for (const flag of ['--bogus', '--port=x', '--customers=-1', '--latency']) {
		it(`ends with 2 and one line for ${flag}`, async () => {
			const { code, output } = await start(flag).ended;
			assert.equal(code, 2, output);
			assert.equal(output.trim().split('\n').length, 1, output);
		});
	}

	it('serves until Ctrl+C and leaves nothing behind', async () => {
		const { child, ended, output } = start('--port', '0');
		const deadline = Date.now() + 30_000;
		let address: string | undefined;
		while (address === undefined && Date.now() < deadline && child.exitCode === null) {
			await new Promise((resolve) => setTimeout(resolve, 100));
			address = /^Ready: (http:\S+)$/m.exec(output())?.[1];
		}
		assert.ok(address !== undefined, output());
		assert.equal((await fetch(address)).status, 200);
		child.kill('SIGINT');
		const { code } = await ended;
		assert.equal(code, 130);
		await assert.rejects(fetch(address), 'the server is gone');
	});
});
