/** A computer whose windows sign in with the Azure CLI: sessions over the real identity, service and sandbox, with secrets and files that all share. */
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ExtensionContext, LogOutputChannel } from 'vscode';
import type { Audience, TokenSource } from '../../src/azure/cloud';
import { Session } from '../../src/host/session';
import { sandboxCloud } from '../../src/identity';
import type { Sandbox } from '../../src/sandbox';
import { EventEmitter, settings, Uri } from '../ui/pages/vscode-outside';
import { userTokens } from './user-tokens';

/** Practice accounts by what stands before their @. */
type Name = 'practice.user' | 'helpdesk.agent' | 'colleague';

export class Computer {
	readonly #paths = process.env.PATH;
	readonly #secrets = new Map<string, string>();
	readonly #changed = new EventEmitter<{ key: string }>();
	readonly #tokens = new Map<Name, TokenSource>();
	readonly #open: Session[] = [];

	private constructor(
		readonly sandbox: Sandbox,
		readonly folder: string,
	) {}

	/** With the Azure CLI's program in its path, and one connection, which signs in with it. */
	static async start(sandbox: Sandbox, names: readonly Name[]): Promise<Computer> {
		const computer = new Computer(sandbox, await mkdtemp(path.join(tmpdir(), 'computer-')));
		await computer.#installCli(names);
		computer.connect('CLI');
		return computer;
	}

	/** Sets the connection of this name in the settings, to the sandbox's partner, with others beside it. Windows follow once they restart. */
	connect(name: string, others: readonly string[] = []): void {
		const { partnerTenantId, partnerCenter, resourceManager, graph, authority } = this.sandbox.endpoints;
		const endpoints = { partnerCenter, resourceManager, graph, authority };
		const entry = { cloud: 'custom', tenantId: partnerTenantId, signIn: 'azureCli', endpoints };
		settings.set('cspReservations.connection', name);
		settings.set(
			'cspReservations.connections',
			[name, ...others].map((one) => ({ name: one, ...entry })),
		);
	}

	/** Full path of the extension's folder. */
	get storage(): string {
		return path.join(this.folder, 'storage');
	}

	/** A window: its memory is its own unless given, secrets and files are shared by all. */
	window(memory = new Map<string, unknown>()): Session {
		const [secrets, changed] = [this.#secrets, this.#changed];
		const context = {
			secrets: {
				get: async (key: string) => secrets.get(key),
				store: async (key: string, value: string) => {
					secrets.set(key, value);
					changed.fire({ key });
				},
				delete: async (key: string) => {
					secrets.delete(key);
					changed.fire({ key });
				},
				onDidChange: changed.event,
			},
			globalState: {
				get: (key: string, otherwise?: unknown) => memory.get(key) ?? otherwise,
				update: async (key: string, value: unknown) => void memory.set(key, value),
			},
			globalStorageUri: Uri.file(this.storage),
		};
		const log = { debug() {}, info() {}, warn() {}, error() {} } as unknown as LogOutputChannel;
		const session = new Session(context as unknown as ExtensionContext, log);
		this.#open.push(session);
		return session;
	}

	/** `az login`. */
	async logIn(name: Name): Promise<void> {
		await writeFile(path.join(this.folder, 'who'), name);
	}

	/** Lets the CLI give tokens for this tenant, of every account that the tenant admits. */
	async admit(tenantId: string): Promise<void> {
		for (const name of this.#tokens.keys()) await this.#keep(name, 'resourceManager', tenantId).catch(() => undefined);
	}

	/** Closes all windows and forgets what they had. */
	async clear(): Promise<void> {
		await Promise.all(this.#open.splice(0).map((session) => session.end()));
		this.#secrets.clear();
		await rm(this.storage, { recursive: true, force: true });
	}

	/** Takes a folder of the extension's away. */
	async forget(folder: string): Promise<void> {
		await rm(path.join(this.storage, folder), { recursive: true, force: true });
	}

	async end(): Promise<void> {
		await this.clear();
		process.env.PATH = this.#paths;
		settings.clear();
		await rm(this.folder, { recursive: true, force: true });
	}

	async #installCli(names: readonly Name[]): Promise<void> {
		const { partnerTenantId, partnerCenter, resourceManager, graph } = this.sandbox.endpoints;
		const cloud = { ...sandboxCloud(this.sandbox.endpoints), resources: { partnerCenter, resourceManager, graph } };
		for (const name of names) {
			this.#tokens.set(name, await userTokens(this.sandbox, cloud, { account: name }));
			for (const audience of ['partnerCenter', 'resourceManager', 'graph'] as const)
				await this.#keep(name, audience, partnerTenantId);
		}
		// It gives what is kept; a tenant that was not admitted is an error to it.
		const script = [
			'#!/bin/sh',
			'while [ "$1" != --resource ]; do shift; done',
			'dir=$(dirname "$0")',
			`exec cat "$dir/$(cat "$dir/who")-$(echo "$2" | sed s/.*://)-$\{4:-${partnerTenantId}}"`,
		];
		await writeFile(path.join(this.folder, 'az'), `${script.join('\n')}\n`);
		await chmod(path.join(this.folder, 'az'), 0o755);
		process.env.PATH = `${this.folder}:/bin:/usr/bin`;
	}

	async #keep(name: Name, audience: Audience, tenantId: string): Promise<void> {
		const token = (await this.#tokens.get(name)?.get(audience, tenantId)) ?? '';
		const { exp } = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as { exp: number };
		const answer = JSON.stringify({ accessToken: token, expires_on: exp, tokenType: 'Bearer' });
		const { port } = new URL(this.sandbox.endpoints[audience]);
		await writeFile(path.join(this.folder, `${name}-${port}-${tenantId}`), answer);
	}
}
