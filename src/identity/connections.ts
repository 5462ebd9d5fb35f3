/** The setting `cspReservations.connections`: which partners the user works for, in which cloud, and how to sign in there. */
import { isAbsolute } from 'node:path';
import * as l10n from '@vscode/l10n';
import * as z from 'zod/mini';
import { type CloudAddresses, publicClouds } from '../azure/clouds';
import { isLoopbackHost } from './addresses';
import { type ConnectionProfile, type SignInMethod, signInMethods } from './api';

export interface Connections {
	readonly profiles: readonly ConnectionProfile[];
	/** One sentence each, with the entry and the field. */
	readonly problems: readonly string[];
}

/** The practice backend is always there under this name. */
const RESERVED = 'sandbox';
const GUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

/** Methods that bring an application of their own; for the others the partner registers one. */
const withoutClientId: readonly SignInMethod[] = ['vscode', 'azureCli', 'managedIdentity'];
/** Methods that never ask the connection's authority themselves, so it need not be one that speaks https. */
const withoutAuthority: readonly SignInMethod[] = ['azureCli', 'managedIdentity'];

const needsText = { error: () => l10n.t('has to be a text that is not empty') };
const needsGuid = { error: () => l10n.t('has to be a GUID') };
const filled = () => z.string(needsText).check(z.trim(), z.minLength(1, needsText));
const guid = () => z.string(needsGuid).check(z.trim(), z.regex(GUID, needsGuid));
const chosenFrom = <T extends string>(names: readonly [T, ...T[]]) =>
	z.enum(names, { error: () => l10n.t('has to be one of {0}', names.join(', ')) });

const endpointsSchema = z.object(
	{
		partnerCenter: filled(),
		resourceManager: filled(),
		graph: filled(),
		authority: filled(),
		portal: z.optional(filled()),
		partnerPortal: z.optional(filled()),
	},
	{ error: () => l10n.t('has to be an object with partnerCenter, resourceManager, graph and authority') },
);

const entrySchema = z.object({
	name: filled(),
	cloud: chosenFrom(['azure', 'azureUSGovernment', 'custom']),
	tenantId: guid(),
	signIn: chosenFrom(signInMethods),
	clientId: z.optional(guid()),
	certificatePath: z.optional(filled()),
	loginHint: z.optional(filled()),
	endpoints: z.optional(endpointsSchema),
});
type Entry = z.infer<typeof entrySchema>;
type Endpoints = z.infer<typeof endpointsSchema>;

/**
 * Reads the setting. A wrong entry is told and left out; it never hides the right ones.
 * @param raw the value as it stands in the settings
 */
export function readConnections(raw: unknown): Connections {
	if (raw === undefined || raw === null) return { profiles: [], problems: [] };
	if (!Array.isArray(raw)) return { profiles: [], problems: [l10n.t('The setting has to be a list of connections.')] };
	const profiles: ConnectionProfile[] = [];
	const problems: string[] = [];
	for (const [index, entry] of raw.entries()) {
		const place = placeOf(entry, index);
		const parsed = entrySchema.safeParse(entry);
		const wrong = parsed.success
			? problemsOf(parsed.data, profiles)
			: parsed.error.issues.map(({ path, message }) => ({ field: path.join('.'), message }));
		if (parsed.success && wrong.length === 0) profiles.push(profileOf(parsed.data));
		else {
			for (const { field, message } of wrong) {
				problems.push(
					field === ''
						? l10n.t('{0} has to be an object.', place)
						: l10n.t({ message: '{0}: {1} {2}.', args: [place, field, message], comment: 'entry, field, what it has to be' }),
				);
			}
		}
	}
	return { profiles, problems };
}

interface Problem {
	readonly field: string;
	readonly message: string;
}

/** What a schema can't say: the fields that belong together, and names that are there already. */
function problemsOf(entry: Entry, before: readonly ConnectionProfile[]): Problem[] {
	const { name, cloud, signIn, clientId, certificatePath, endpoints } = entry;
	const problems: Problem[] = [];
	const no = (field: string, message: string) => void problems.push({ field, message });
	if (name.toLowerCase() === RESERVED) no('name', l10n.t('has to be another one: “Sandbox” is the practice backend'));
	if (before.some((other) => other.name.toLowerCase() === name.toLowerCase()))
		no('name', l10n.t('is taken by another connection'));
	if (clientId === undefined && !withoutClientId.includes(signIn)) {
		no('clientId', l10n.t('has to be the application ID of your app registration when signIn is “{0}”', signIn));
	}
	if (signIn === 'clientCertificate' && (certificatePath === undefined || !isAbsolute(certificatePath))) {
		no('certificatePath', l10n.t('has to be the absolute path of a PEM file with certificate and private key'));
	}
	if (cloud === 'custom' && signIn === 'vscode') {
		no('signIn', l10n.t('has to be another method: VS Code signs in to Microsoft’s own clouds only'));
	}
	if (cloud === 'custom' && endpoints === undefined) no('endpoints', l10n.t('has to be set when cloud is “custom”'));
	if (cloud !== 'custom' && endpoints !== undefined) no('endpoints', l10n.t('has to be left out unless cloud is “custom”'));
	for (const [service, address] of Object.entries(endpoints ?? {})) {
		if (address === undefined) continue;
		const mayBePlain = service !== 'authority' || withoutAuthority.includes(signIn);
		const message = addressProblem(address, mayBePlain);
		if (message !== undefined) no(`endpoints.${service}`, message);
	}
	return problems;
}

/** Tokens go to these addresses: https, and nothing but an origin. Plain http never leaves this machine. */
function addressProblem(address: string, mayBePlain: boolean): string | undefined {
	if (!URL.canParse(address)) return l10n.t('has to be an address such as https://api.example.com');
	const { protocol, hostname, username, password, pathname, search, hash } = new URL(address);
	if (username !== '' || password !== '') return l10n.t('has to be an address without a user name or password');
	if (pathname !== '/' || search !== '' || hash !== '') return l10n.t('has to be an address without a path or a query');
	if (protocol === 'https:') return undefined;
	if (protocol === 'http:' && isLoopbackHost(hostname)) {
		return mayBePlain ? undefined : l10n.t('has to begin with https://, on this machine too: the sign-in libraries want it');
	}
	return l10n.t('has to begin with https://');
}

function profileOf({ name, cloud, tenantId, signIn, clientId, certificatePath, loginHint, endpoints }: Entry): ConnectionProfile {
	const addresses = cloud === 'custom' && endpoints !== undefined ? customCloud(name, endpoints) : publicClouds[cloud as 'azure'];
	return {
		name,
		cloud: { ...addresses, partnerTenantId: tenantId.toLowerCase() },
		signIn,
		clientId: clientId?.toLowerCase(),
		certificatePath,
		loginHint,
	};
}

function customCloud(name: string, { partnerCenter, resourceManager, graph, ...others }: Endpoints): CloudAddresses {
	const services = {
		partnerCenter: new URL(partnerCenter).origin,
		resourceManager: new URL(resourceManager).origin,
		graph: new URL(graph).origin,
	};
	const { authority, portal = publicClouds.azure.portal, partnerPortal = publicClouds.azure.partnerPortal } = others;
	return {
		name,
		isSandbox: false,
		...services,
		resources: services,
		authority: new URL(authority).origin,
		portal: new URL(portal).origin,
		partnerPortal: new URL(partnerPortal).origin,
	};
}

/** `“Contoso”` where it has a name, else `Connection 2`. */
function placeOf(entry: unknown, index: number): string {
	const name: unknown = typeof entry === 'object' && entry !== null ? (entry as { name?: unknown }).name : undefined;
	return typeof name === 'string' && name.trim() !== '' ? `“${name.trim()}”` : l10n.t('Connection {0}', index + 1);
}
