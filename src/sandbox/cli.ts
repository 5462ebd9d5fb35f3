/** `npm run sandbox`: starts a sandbox from the command line and serves until it is interrupted. */
import { parseArgs } from 'node:util';
import { startSandbox } from './index';

const HELP = `Usage: npm run sandbox -- [options]

Starts a practice backend on 127.0.0.1 that speaks the REST of Partner Center and Azure, prints one line of JSON with its
base URLs (partnerCenter, resourceManager, graph, authority) and partnerTenantId, and serves until Ctrl+C.

Options:
  --port N          port of the authority; Partner Center, Resource Manager and Graph get the next three.
                    0 (default): any free ports
  --customers N     customers of the partner (default 25)
  --reservations N  reservations a customer has on average (default 5)
  --seed N          another seed makes another world (default 7)
  --latency N       milliseconds that every answer waits (default 0)
  --operation-seconds N
                    seconds that an exchange takes; quotes, returns and purchases follow (default 24)
  --help            this text

Tokens: POST {authority}/{tenant}/oauth2/v2.0/token with grant_type=client_credentials, any client_id and client_secret,
and scope={resource}/.default. The tenant decides what is seen.
Faults: POST {authority}/sandbox/faults. Requests seen: GET {authority}/sandbox/requests.
`;

const LIMITS = {
	port: 65_532,
	customers: 1_000_000,
	reservations: 10_000,
	seed: 0x7fffffff,
	latency: 600_000,
	'operation-seconds': 3600,
} as const;
const NAMES = ['port', 'customers', 'reservations', 'seed', 'latency', 'operation-seconds'] as const;

class UsageError extends Error {}

function wholeNumber(name: keyof typeof LIMITS, text: string | undefined): number | undefined {
	if (text === undefined) return undefined;
	const limit = LIMITS[name];
	if (!/^\d{1,10}$/.test(text) || Number(text) > limit)
		throw new UsageError(`--${name} has to be a whole number from 0 to ${limit}, not '${text}'.`);
	return Number(text);
}

function readArguments(args: string[]) {
	const numbers = Object.fromEntries(NAMES.map((name) => [name, { type: 'string' as const }]));
	try {
		const { values } = parseArgs({
			args,
			strict: true,
			allowPositionals: false,
			options: { ...numbers, help: { type: 'boolean' as const } },
		});
		const given = values as Readonly<Record<string, string | boolean | undefined>>;
		const number = (name: keyof typeof LIMITS) => wholeNumber(name, typeof given[name] === 'string' ? given[name] : undefined);
		return {
			help: given.help === true,
			port: number('port') ?? 0,
			customers: number('customers'),
			reservations: number('reservations'),
			seed: number('seed'),
			latency: number('latency'),
			operationSeconds: number('operation-seconds'),
		};
	} catch (error) {
		if (error instanceof TypeError) throw new UsageError(error.message.split('\n')[0]?.replace(/\.? To specify .*/, '.'));
		throw error;
	}
}

async function main(): Promise<void> {
	const { help, ...options } = readArguments(process.argv.slice(2));
	if (help) {
		process.stdout.write(HELP);
		return;
	}
	const sandbox = await startSandbox(options);
	process.stdout.write(`${JSON.stringify(sandbox.endpoints)}\n`);
	for (const signal of ['SIGINT', 'SIGTERM'] as const)
		process.once(signal, () => void sandbox.close().then(() => process.exit(0)));
}

main().catch((error: unknown) => {
	const usage = error instanceof UsageError;
	process.stderr.write(`sandbox: ${error instanceof Error ? error.message : String(error)}${usage ? ' See --help.' : ''}\n`);
	process.exitCode = usage ? 2 : 1;
});
