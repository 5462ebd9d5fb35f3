/** `npm run sandbox`: starts a sandbox from the command line and serves until it is interrupted. */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { AdvertiseError, startSandbox } from './index';

const HELP = `Usage: npm run sandbox -- [options]

Starts a practice backend on 127.0.0.1 that speaks the REST of Partner Center and Azure, prints one line of JSON with its
base URLs (partnerCenter, resourceManager, graph, authority) and partnerTenantId, and serves until Ctrl+C.

Options:
  --port N            port of the authority; Partner Center, Resource Manager and Graph get the next three.
                      0 (default): any free ports
  --customers N       customers of the partner (default 25; from 28 on with those whose sign-in goes wrong)
  --reservations N    reservations a customer has on average (default 5)
  --seed N            another seed makes another world (default 7)
  --resellers N       indirect resellers (0 to 3, default 3); with 0 the partner is a direct-bill partner
  --latency N         milliseconds that every answer waits (default 0)
  --operation-seconds N
                      seconds that an exchange takes; quotes, returns and purchases follow (default 24)
  --token-lifetime N  seconds that access tokens are good for (default 3599)
  --tls-cert FILE     PEM certificate; with it and its key all four services speak https
  --tls-key FILE      PEM key of the certificate
  --advertise URL     base URLs that clients are told, for clients behind a proxy: https://{service}.csp.test, where
                      {service} becomes authority, partner-center, resource-manager and graph. The line printed then
                      also has the addresses of the listeners
  --help              this text

Sign-in: OAuth 2.0 and OpenID Connect as Microsoft Entra ID speaks them, with the clientId that is printed (a public client,
redirect http://localhost) and practice accounts without a password. For outside clients: POST
{authority}/{tenant}/oauth2/v2.0/token with grant_type=client_credentials, any client_id and client_secret, and
scope={resource}/.default. The tenant decides what is seen.
Faults: POST {authority}/sandbox/faults. Subscriptions and resource groups that somebody deletes: DELETE
{authority}/sandbox/places/{tenant}?id={ARM id}. Requests seen: GET {authority}/sandbox/requests. Token requests: GET
{authority}/sandbox/tokens. Apps, consents, policies, accounts and their revocation, time, people that come and go, roles:
{authority}/sandbox/apps, consents, policies, accounts, clock, people, grants.
`;

const LIMITS = {
	port: 65_532,
	customers: 1_000_000,
	reservations: 10_000,
	seed: 0x7fffffff,
	latency: 600_000,
	resellers: 3,
	'token-lifetime': 86_400,
	'operation-seconds': 3600,
} as const;
const NAMES = [
	'port',
	'customers',
	'reservations',
	'seed',
	'latency',
	'resellers',
	'token-lifetime',
	'operation-seconds',
] as const;
const TEXTS = ['tls-cert', 'tls-key', 'advertise'] as const;

class UsageError extends Error {}

function wholeNumber(name: keyof typeof LIMITS, text: string | undefined): number | undefined {
	if (text === undefined) return undefined;
	const limit = LIMITS[name];
	if (!/^\d{1,10}$/.test(text) || Number(text) > limit)
		throw new UsageError(`--${name} has to be a whole number from 0 to ${limit}, not '${text}'.`);
	return Number(text);
}

function readPem(name: string, file: string): string {
	try {
		return readFileSync(file, 'utf8');
	} catch (error) {
		throw new UsageError(`--${name}: ${error instanceof Error ? error.message : String(error)}.`);
	}
}

function readTls(certificate: string | undefined, key: string | undefined): { certificate: string; key: string } | undefined {
	if (certificate === undefined && key === undefined) return undefined;
	if (certificate === undefined || key === undefined) throw new UsageError('--tls-cert and --tls-key have to be given together.');
	return { certificate: readPem('tls-cert', certificate), key: readPem('tls-key', key) };
}

function readArguments(args: string[]) {
	const options = Object.fromEntries([...NAMES, ...TEXTS].map((name) => [name, { type: 'string' as const }]));
	try {
		const { values } = parseArgs({
			args,
			strict: true,
			allowPositionals: false,
			options: { ...options, help: { type: 'boolean' as const } },
		});
		const given = values as Readonly<Record<string, string | boolean | undefined>>;
		const text = (name: string) => (typeof given[name] === 'string' ? given[name] : undefined);
		const number = (name: keyof typeof LIMITS) => wholeNumber(name, text(name));
		return {
			help: given.help === true,
			port: number('port') ?? 0,
			customers: number('customers'),
			reservations: number('reservations'),
			seed: number('seed'),
			latency: number('latency'),
			operationSeconds: number('operation-seconds'),
			resellers: number('resellers'),
			tokenLifetime: number('token-lifetime'),
			tls: readTls(text('tls-cert'), text('tls-key')),
			advertise: text('advertise'),
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
	const { endpoints, listeners } = sandbox;
	process.stdout.write(`${JSON.stringify(options.advertise === undefined ? endpoints : { ...endpoints, listeners })}\n`);
	for (const signal of ['SIGINT', 'SIGTERM'] as const)
		process.once(signal, () => void sandbox.close().then(() => process.exit(0)));
}

main().catch((error: unknown) => {
	const usage = error instanceof UsageError || error instanceof AdvertiseError;
	process.stderr.write(`sandbox: ${error instanceof Error ? error.message : String(error)}${usage ? ' See --help.' : ''}\n`);
	process.exitCode = usage ? 2 : 1;
});
