/** The setting with the connections: right entries become profiles, each wrong field is told in one sentence. */
import assert from 'node:assert/strict';
import { readConnections } from '../../src/identity';
import { signInMethods } from '../../src/identity/api';

const TENANT = '11111111-2222-3333-4444-55555555AAAA';
const CLIENT = 'aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee';
const right = { name: 'Contoso', cloud: 'azure', tenantId: TENANT, signIn: 'browser', clientId: CLIENT };
const endpoints = {
	partnerCenter: 'http://127.0.0.1:1001',
	resourceManager: 'http://localhost:1002/',
	graph: 'https://graph.example:8443',
	authority: 'https://login.example',
};

describe('identity/connections', () => {
	const problemsOf = (...entries: unknown[]) => readConnections(entries).problems;

	it('makes a profile of an entry, with the cloud’s addresses and the partner’s tenant in it', () => {
		const { profiles, problems } = readConnections([
			right,
			{
				...right,
				name: 'Gov',
				cloud: 'azureUSGovernment',
				signIn: 'azureCli',
				clientId: undefined,
				loginHint: 'ann@contoso.com',
			},
		]);
		assert.deepEqual(problems, []);
		const [azure, government] = profiles;
		assert.equal(azure?.name, 'Contoso');
		assert.equal(azure?.signIn, 'browser');
		assert.equal(azure?.clientId, CLIENT);
		assert.equal(azure?.cloud.partnerTenantId, TENANT.toLowerCase());
		assert.equal(azure?.cloud.authority, 'https://login.microsoftonline.com');
		assert.equal(azure?.cloud.isSandbox, false);
		assert.equal(government?.cloud.authority, 'https://login.microsoftonline.us');
		assert.equal(government?.cloud.resources.resourceManager, 'https://management.usgovcloudapi.net');
		assert.equal(government?.loginHint, 'ann@contoso.com');
	});

	it('takes endpoints of one’s own: tokens are asked for by them, portals default to Microsoft’s', () => {
		const { profiles, problems } = readConnections([{ ...right, cloud: 'custom', endpoints }]);
		assert.deepEqual(problems, []);
		const cloud = profiles[0]?.cloud;
		assert.equal(cloud?.name, 'Contoso');
		assert.deepEqual(cloud?.resources, {
			partnerCenter: 'http://127.0.0.1:1001',
			resourceManager: 'http://localhost:1002',
			graph: 'https://graph.example:8443',
		});
		assert.equal(cloud?.resourceManager, 'http://localhost:1002');
		assert.equal(cloud?.portal, 'https://portal.azure.com');
		const other = readConnections([
			{ ...right, cloud: 'custom', endpoints: { ...endpoints, portal: 'https://portal.example/' } },
		]);
		assert.equal(other.profiles[0]?.cloud.portal, 'https://portal.example');
	});

	it('names the entry and the field of each problem, and keeps the right entries', () => {
		const { profiles, problems } = readConnections([
			{ ...right, tenantId: 'contoso.com' },
			right,
			{ cloud: 'azure', tenantId: TENANT, signIn: 'azureCli' },
			'Contoso',
			{ ...right, name: 'Fabrikam', cloud: 'azureChina', signIn: 'magic', clientId: '1' },
		]);
		assert.deepEqual(
			profiles.map(({ name }) => name),
			['Contoso'],
		);
		assert.deepEqual(problems, [
			'“Contoso”: tenantId has to be a GUID.',
			'Connection 3: name has to be a text that is not empty.',
			'Connection 4 has to be an object.',
			'“Fabrikam”: cloud has to be one of azure, azureUSGovernment, custom.',
			`“Fabrikam”: signIn has to be one of ${signInMethods.join(', ')}.`,
			'“Fabrikam”: clientId has to be a GUID.',
		]);
	});

	it('reads nothing from a setting that is not there, and says when it is not a list', () => {
		for (const raw of [undefined, null, []]) assert.deepEqual(readConnections(raw), { profiles: [], problems: [] });
		assert.deepEqual(readConnections({ right }).problems, ['The setting has to be a list of connections.']);
	});

	it('wants names that are unique and not the sandbox’s', () => {
		assert.match(problemsOf({ ...right, name: ' SANDBOX ' })[0] ?? '', /“SANDBOX”: name .*practice backend/);
		const twice = readConnections([right, { ...right, name: 'contoso' }]);
		assert.equal(twice.profiles.length, 1);
		assert.deepEqual(twice.problems, ['“contoso”: name is taken by another connection.']);
		assert.match(problemsOf({ ...right, name: '  ' })[0] ?? '', /^Connection 1: name/);
	});

	it('wants the fields that the sign-in method needs', () => {
		for (const signIn of signInMethods) {
			const found = problemsOf({ ...right, signIn, clientId: undefined, certificatePath: '/tmp/partner.pem' });
			const doesWithout = ['vscode', 'azureCli', 'managedIdentity'].includes(signIn);
			assert.equal(found.length, doesWithout ? 0 : 1, signIn);
			if (!doesWithout) assert.match(found[0] ?? '', /^“Contoso”: clientId .*app registration/);
		}
		for (const certificatePath of [undefined, 'partner.pem']) {
			assert.match(
				problemsOf({ ...right, signIn: 'clientCertificate', certificatePath })[0] ?? '',
				/certificatePath .*absolute path/,
			);
		}
	});

	it('lets tokens go to https origins only, and in plain http nowhere but to this machine', () => {
		const problem = (changes: object, entry: object = {}) =>
			problemsOf({ ...right, ...entry, cloud: 'custom', endpoints: { ...endpoints, ...changes } });
		const wrong: [address: string, expected: RegExp][] = [
			['http://api.example', /begin with https/],
			['http://127.0.0.1.example', /begin with https/],
			['ftp://127.0.0.1', /begin with https/],
			['https://api.example/v1', /without a path/],
			['https://api.example/?a=1', /without a path or a query/],
			['https://api.example/#a', /without a path/],
			['https://ann:secret@api.example', /without a user name/],
			['api.example', /has to be an address/],
		];
		for (const [address, expected] of wrong) {
			for (const service of Object.keys(endpoints)) {
				const [found, ...others] = problem({ [service]: address });
				assert.match(found ?? '', new RegExp(`^“Contoso”: endpoints\\.${service} `));
				assert.match(found ?? '', expected);
				assert.deepEqual(others, []);
				assert.doesNotMatch(found ?? '', /secret/);
			}
		}
		// The libraries refuse an authority without TLS; methods that never ask it can do with one.
		assert.match(problem({ authority: 'http://127.0.0.1:1' })[0] ?? '', /authority .*libraries/);
		assert.deepEqual(problem({ authority: 'http://127.0.0.1:1' }, { signIn: 'azureCli' }), []);
	});

	it('wants endpoints for a custom cloud and for no other', () => {
		assert.match(problemsOf({ ...right, cloud: 'custom' })[0] ?? '', /endpoints has to be set/);
		assert.match(problemsOf({ ...right, endpoints })[0] ?? '', /endpoints has to be left out/);
		assert.match(
			problemsOf({ ...right, cloud: 'custom', endpoints: { ...endpoints, graph: undefined } })[0] ?? '',
			/endpoints\.graph/,
		);
		assert.match(problemsOf({ ...right, cloud: 'custom', endpoints: 'https://a' })[0] ?? '', /endpoints has to be an object/);
		assert.match(
			problemsOf({ ...right, cloud: 'custom', endpoints, signIn: 'vscode' })[0] ?? '',
			/signIn .*Microsoft’s own clouds/,
		);
	});
});
