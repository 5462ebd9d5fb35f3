/** Every setting of the product: its key, its default and what it may be. The manifest is tested against this table. */

interface IntegerSetting {
	readonly type: 'integer';
	readonly default: number;
	readonly minimum: number;
	readonly maximum: number;
}

interface SwitchSetting {
	readonly type: 'boolean';
	readonly default: boolean;
}

interface LoopbackSetting {
	readonly type: 'loopbackAddress';
	readonly default: '';
}

interface NameSetting {
	readonly type: 'name';
	readonly default: string;
}

/** A list whose entries are checked where they are used, by the part that knows what they mean. */
interface ListSetting {
	readonly type: 'list';
	readonly default: readonly never[];
}

type Rule = IntegerSetting | SwitchSetting | LoopbackSetting | NameSetting | ListSetting;

/** Name of the connection that is always there: the practice backend. */
export const SANDBOX = 'Sandbox';

const integer = (fallback: number, minimum: number, maximum: number): IntegerSetting => ({
	type: 'integer',
	default: fallback,
	minimum,
	maximum,
});

/**
 * Keys are below `cspReservations.`. Those that choose the connection decide where tokens go, so they have machine scope and
 * no workspace can set them.
 */
export const settingsTable = {
	connection: { type: 'name', default: SANDBOX } as NameSetting,
	connections: { type: 'list', default: [] } as ListSetting,
	customers: { type: 'list', default: [] } as ListSetting,
	'sandbox.address': { type: 'loopbackAddress', default: '' } as LoopbackSetting,
	'sandbox.customers': integer(28, 0, 50_000),
	'sandbox.reservations': integer(5, 0, 100),
	'sandbox.seed': integer(7, 0, 2_147_483_647),
	'sandbox.latency': integer(0, 0, 60_000),
	expiringWithinDays: integer(30, 1, 365),
	lowUtilizationPercent: integer(80, 1, 100),
	'tree.pageSize': integer(100, 20, 2_000),
	dailyDigest: { type: 'boolean', default: true } as SwitchSetting,
};

export type SettingKey = keyof typeof settingsTable;

/** Keys of the settings that choose the connection: a change of one starts the session anew. */
export const connectionSettings = (Object.keys(settingsTable) as SettingKey[]).filter(
	(key) => key === 'connection' || key === 'connections' || key === 'customers' || key.startsWith('sandbox.'),
);

/**
 * @param key which setting
 * @param value what the user's configuration holds
 * @returns true when the value may be used
 */
export function isValidSetting(key: SettingKey, value: unknown): boolean {
	const rule: Rule = settingsTable[key];
	switch (rule.type) {
		case 'integer':
			return typeof value === 'number' && Number.isInteger(value) && value >= rule.minimum && value <= rule.maximum;
		case 'boolean':
			return typeof value === 'boolean';
		case 'loopbackAddress':
			return value === '' || (typeof value === 'string' && isLoopbackAddress(value));
		case 'name':
			return typeof value === 'string' && value.trim() !== '';
		case 'list':
			return Array.isArray(value);
	}
}

/** True for an address like `http://127.0.0.1:5000`: the sandbox speaks plain http, so it may not leave this computer. */
function isLoopbackAddress(address: string): boolean {
	const url = URL.parse(address);
	if (url === null || url.protocol !== 'http:' || url.username !== '' || url.password !== '') return false;
	return url.hostname === 'localhost' || url.hostname === '[::1]' || /^127(\.\d+){3}$/.test(url.hostname);
}
