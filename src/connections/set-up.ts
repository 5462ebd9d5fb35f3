/** Set Up Connection: asks step by step for what a real connection needs, says what to register where, and saves it. */
import * as vscode from 'vscode';
import { readSettings, saveConnection } from '../host/settings';
import type { SignInMethod } from '../identity/api';
import { methodText } from './switch';
import { type Step, walk } from './wizard';

type CloudKey = 'azure' | 'azureUSGovernment';

/** What has been answered so far. */
interface Answers {
	cloud: CloudKey;
	signIn: SignInMethod;
	clientId: string;
	tenantId: string;
	certificatePath: string;
	name: string;
}

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
/** Where an app registration is made, by cloud. */
const ENTRA: Readonly<Record<CloudKey, string>> = {
	azure: 'https://entra.microsoft.com/#view/Microsoft_AAD_RegisteredApps/ApplicationsListBlade',
	azureUSGovernment: 'https://entra.microsoft.us/#view/Microsoft_AAD_RegisteredApps/ApplicationsListBlade',
};

/** Methods that work without an app registration of the partner. */
const WITHOUT_REGISTRATION: ReadonlySet<SignInMethod> = new Set<SignInMethod>(['azureCli', 'managedIdentity', 'vscode']);

/**
 * Walks through the questions. Back goes to the one before; Escape gives up and saves nothing.
 * @returns the name of the connection, which is in use then; undefined when given up
 */
export async function setUpConnection(): Promise<string | undefined> {
	const answers: Partial<Answers> = {};
	const done = await walk(vscode.l10n.t('Set Up Connection'), [
		cloudStep(answers),
		methodStep(answers),
		registrationStep(answers),
		clientStep(answers),
		certificateStep(answers),
		tenantStep(answers),
		nameStep(answers),
	]);
	const { name, cloud, tenantId, signIn, clientId, certificatePath } = answers;
	if (!done || name === undefined) return undefined;
	await saveConnection(name, {
		name,
		cloud,
		tenantId,
		signIn,
		...(clientId !== undefined && { clientId }),
		...(certificatePath !== undefined && { certificatePath }),
	});
	return name;
}

function cloudStep(answers: Partial<Answers>): Step {
	return {
		kind: 'choice',
		placeholder: vscode.l10n.t('In which cloud are your customers?'),
		items: () => [
			{ value: 'azure', label: '$(cloud) Azure', detail: vscode.l10n.t('The public cloud, for commercial customers') },
			{
				value: 'azureUSGovernment',
				label: '$(cloud) Azure US Government',
				detail: vscode.l10n.t('The app registration is made by hand there, with the permission “Microsoft Partner Center”'),
			},
		],
		value: () => answers.cloud,
		accept: (value) => {
			answers.cloud = value as CloudKey;
		},
	};
}

function methodStep(answers: Partial<Answers>): Step {
	const item = (value: SignInMethod, icon: string, detail: string) => ({
		value,
		label: `$(${icon}) ${atTheBeginning(methodText(value))}`,
		detail,
	});
	return {
		kind: 'choice',
		placeholder: vscode.l10n.t('How do you sign in?'),
		items: () => [
			item('browser', 'globe', vscode.l10n.t('Recommended. Partner Center and every customer, with your app registration')),
			item('deviceCode', 'device-mobile', vscode.l10n.t('The same, where no browser can be opened on this computer')),
			item(
				'vscode',
				'account',
				vscode.l10n.t('Azure works without an app registration; Partner Center needs one, entered in the next steps'),
			),
			item(
				'azureCli',
				'terminal',
				vscode.l10n.t('Whoever is signed in with “az login”; Partner Center may refuse that application'),
			),
			item(
				'clientSecret',
				'key',
				vscode.l10n.t('An application without a user: Partner Center lists customers, but refuses some calls'),
			),
			item('clientCertificate', 'shield', vscode.l10n.t('The same with a certificate file')),
			item('workloadIdentity', 'server-environment', vscode.l10n.t('An application that Kubernetes or a pipeline vouches for')),
			item('managedIdentity', 'vm', vscode.l10n.t('An Azure machine without any secret')),
		],
		value: () => answers.signIn,
		accept: (value) => {
			answers.signIn = value as SignInMethod;
			if (WITHOUT_REGISTRATION.has(answers.signIn)) delete answers.clientId;
			if (answers.signIn !== 'clientCertificate') delete answers.certificatePath;
		},
	};
}

/** The words as a line begins with them. */
function atTheBeginning(text: string): string {
	return text.slice(0, 1).toLocaleUpperCase(vscode.env.language) + text.slice(1);
}

/** Says what to register before its id is asked for. */
function registrationStep(answers: Partial<Answers>): Step {
	return {
		kind: 'choice',
		placeholder: vscode.l10n.t('You need an app registration in your partner tenant'),
		skip: () => answers.signIn === 'azureCli' || answers.signIn === 'managedIdentity',
		items: () => [
			{
				value: 'have',
				label: `$(check) ${vscode.l10n.t('I have one')}`,
				detail: vscode.l10n.t('Its client ID is asked for next'),
			},
			{
				value: 'copy',
				label: `$(copy) ${vscode.l10n.t('Copy what to register')}`,
				detail: vscode.l10n.t('A list of four steps for whoever administers your Microsoft Entra tenant'),
				help: async () => {
					await vscode.env.clipboard.writeText(registrationText(answers));
					return vscode.l10n.t('on the clipboard');
				},
			},
			{
				value: 'open',
				label: `$(link-external) ${vscode.l10n.t('Open App Registrations in Microsoft Entra')}`,
				detail: ENTRA[answers.cloud ?? 'azure'],
				help: async () => {
					const opened = await vscode.env.openExternal(vscode.Uri.parse(ENTRA[answers.cloud ?? 'azure'], true));
					return opened ? vscode.l10n.t('opened in the browser') : vscode.l10n.t('not opened');
				},
			},
		],
		accept: () => {},
	};
}

/** Facts: partner-center-api 2.1 and 2.2. */
function registrationText({ signIn, cloud }: Partial<Answers>): string {
	const isUser = signIn === 'browser' || signIn === 'deviceCode' || signIn === 'vscode';
	const lines = [
		vscode.l10n.t('App registration for CSP Reservations, in the partner tenant:'),
		vscode.l10n.t('1. Supported account types: accounts in any organizational directory (multitenant).'),
		credentialText(signIn),
		isUser
			? vscode.l10n.t(
					'3. API permissions, delegated: Microsoft Partner Center (fa3d9a0c-3fb0-42cc-9193-47c7ecd2edbd) user_impersonation; Azure Service Management user_impersonation; Microsoft Graph User.Read, Directory.Read.All, DelegatedAdminRelationship.Read.All. Grant admin consent.',
				)
			: vscode.l10n.t(
					'3. API permissions, application: Microsoft Graph Directory.Read.All, DelegatedAdminRelationship.Read.All. Grant admin consent.',
				),
		vscode.l10n.t(
			'4. In Partner Center, Account settings, App management: add the application (in Azure US Government this is done by hand in Entra).',
		),
	];
	return (cloud === 'azureUSGovernment' ? [...lines, 'https://portal.azure.us'] : lines).join('\n');
}

/** How the application shows that it is itself. */
function credentialText(signIn: SignInMethod | undefined): string {
	switch (signIn) {
		case 'clientSecret':
			return vscode.l10n.t('2. Certificates and secrets: add a client secret.');
		case 'clientCertificate':
			return vscode.l10n.t('2. Certificates and secrets: upload the certificate, without its private key.');
		case 'workloadIdentity':
			return vscode.l10n.t('2. Certificates and secrets: add a federated credential for the workload that runs VS Code.');
		case 'vscode':
			// Where VS Code itself asks for the token, Entra sends the answer there.
			return vscode.l10n.t(
				'2. Authentication: platform “Mobile and desktop applications”, redirect URIs http://localhost and https://vscode.dev/redirect.',
			);
		default:
			return vscode.l10n.t(
				'2. Authentication: platform “Mobile and desktop applications”, redirect URI http://localhost; allow public client flows.',
			);
	}
}

function clientStep(answers: Partial<Answers>): Step {
	const optional = () => answers.signIn === 'vscode' || answers.signIn === 'managedIdentity';
	return {
		kind: 'text',
		prompt: () => {
			if (answers.signIn === 'managedIdentity')
				return vscode.l10n.t('Client ID of the user-assigned identity; empty: the one that the machine has by itself');
			return optional()
				? vscode.l10n.t('Application (client) ID of the app registration; empty: none')
				: vscode.l10n.t('Application (client) ID of the app registration');
		},
		placeholder: '00000000-0000-0000-0000-000000000000',
		value: () => answers.clientId ?? '',
		skip: () => answers.signIn === 'azureCli',
		check: (text) => (GUID.test(text) || (text === '' && optional()) ? undefined : notAnId()),
		accept: (text) => {
			if (text === '') delete answers.clientId;
			else answers.clientId = text.toLowerCase();
		},
	};
}

function certificateStep(answers: Partial<Answers>): Step {
	return {
		kind: 'file',
		label: vscode.l10n.t('Use Certificate'),
		filters: { PEM: ['pem', 'crt', 'cer', 'key'] },
		skip: () => answers.signIn !== 'clientCertificate',
		accept: (file) => {
			answers.certificatePath = file;
		},
	};
}

function tenantStep(answers: Partial<Answers>): Step {
	return {
		kind: 'text',
		prompt: () => vscode.l10n.t('Directory (tenant) ID of your company, the partner'),
		placeholder: '00000000-0000-0000-0000-000000000000',
		value: () => answers.tenantId ?? '',
		check: (text) => (GUID.test(text) ? undefined : notAnId()),
		accept: (text) => {
			answers.tenantId = text.toLowerCase();
		},
	};
}

function nameStep(answers: Partial<Answers>): Step {
	const taken = () =>
		new Set([
			'sandbox',
			...readSettings().connections.map((entry) => String((entry as { name?: unknown } | null)?.name).toLowerCase()),
		]);
	return {
		kind: 'text',
		prompt: () => vscode.l10n.t('A name for this connection, shown in the status bar'),
		placeholder: vscode.l10n.t('For example the name of your company'),
		value: () => answers.name ?? '',
		check: (text) => {
			if (text === '') return vscode.l10n.t('The connection needs a name.');
			return taken().has(text.toLowerCase()) ? vscode.l10n.t('There is a connection of this name already.') : undefined;
		},
		accept: (text) => {
			answers.name = text;
		},
	};
}

const notAnId = () => vscode.l10n.t('This is not an ID: 32 hexadecimal digits in five groups, as Microsoft Entra shows it.');
