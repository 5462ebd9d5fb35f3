/**
 * Runs a command in a process group of its own and ends the whole group when stdin closes, so that nothing outlives the
 * process that started it, however that one ended. Usage: `node keeper.js COMMAND ARG...`, leader of its group.
 */
const { spawn } = require('node:child_process');

/** Long enough to end in an orderly way, short enough for a user who pressed Ctrl+C; less for what the command itself left behind. */
const graceMs = 2000;
const orphanGraceMs = 200;

const [command, ...args] = process.argv.slice(2);
const child = spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit'] });
let ending = false;

function signalGroup(signal) {
	try {
		process.kill(-process.pid, signal);
	} catch {
		// Nobody is left in the group.
	}
}

function endGroup() {
	if (ending) return;
	ending = true;
	signalGroup('SIGTERM');
	setTimeout(() => signalGroup('SIGKILL'), graceMs);
}

for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, endGroup);
process.stdin.on('end', endGroup).on('error', endGroup).resume();
child.on('error', (error) => {
	console.error(error.message);
	process.exitCode = 127;
	endGroup();
});
child.on('exit', (code) => {
	process.exitCode = code ?? 1;
	endGroup();
	setTimeout(() => signalGroup('SIGKILL'), orphanGraceMs);
});
