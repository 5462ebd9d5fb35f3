/**
 * Time zones by the names of Windows, which support requests take. Neither Node nor VS Code knows these names, so the usual ones are
 * here, each with a place that keeps its time; the user's own zone is found by keeping the same time as one of them.
 */

/** Windows' name without its last words `Standard Time`, and a place of Intl's. At least one for each time that is kept by many. */
const usual: readonly (readonly [string, string])[] = [
	['Hawaiian', 'Pacific/Honolulu'],
	['Alaskan', 'America/Anchorage'],
	['Pacific', 'America/Los_Angeles'],
	['US Mountain', 'America/Phoenix'],
	['Mountain', 'America/Denver'],
	['Central America', 'America/Guatemala'],
	['Central', 'America/Chicago'],
	['Canada Central', 'America/Regina'],
	['SA Pacific', 'America/Bogota'],
	['Eastern', 'America/New_York'],
	['Atlantic', 'America/Halifax'],
	['SA Western', 'America/La_Paz'],
	['Pacific SA', 'America/Santiago'],
	['Newfoundland', 'America/St_Johns'],
	['E. South America', 'America/Sao_Paulo'],
	['Argentina', 'America/Buenos_Aires'],
	['Greenland', 'America/Godthab'],
	['Azores', 'Atlantic/Azores'],
	['Cape Verde', 'Atlantic/Cape_Verde'],
	['GMT', 'Europe/London'],
	['Greenwich', 'Atlantic/Reykjavik'],
	['Morocco', 'Africa/Casablanca'],
	['W. Europe', 'Europe/Berlin'],
	['Central Europe', 'Europe/Budapest'],
	['Romance', 'Europe/Paris'],
	['Central European', 'Europe/Warsaw'],
	['W. Central Africa', 'Africa/Lagos'],
	['GTB', 'Europe/Bucharest'],
	['FLE', 'Europe/Kiev'],
	['Egypt', 'Africa/Cairo'],
	['South Africa', 'Africa/Johannesburg'],
	['Israel', 'Asia/Jerusalem'],
	['Turkey', 'Europe/Istanbul'],
	['Arab', 'Asia/Riyadh'],
	['E. Africa', 'Africa/Nairobi'],
	['Russian', 'Europe/Moscow'],
	['Iran', 'Asia/Tehran'],
	['Arabian', 'Asia/Dubai'],
	['Afghanistan', 'Asia/Kabul'],
	['Pakistan', 'Asia/Karachi'],
	['India', 'Asia/Calcutta'],
	['Sri Lanka', 'Asia/Colombo'],
	['Nepal', 'Asia/Katmandu'],
	['Bangladesh', 'Asia/Dhaka'],
	['Myanmar', 'Asia/Rangoon'],
	['SE Asia', 'Asia/Bangkok'],
	['China', 'Asia/Shanghai'],
	['Singapore', 'Asia/Singapore'],
	['Taipei', 'Asia/Taipei'],
	['W. Australia', 'Australia/Perth'],
	['Tokyo', 'Asia/Tokyo'],
	['Korea', 'Asia/Seoul'],
	['AUS Central', 'Australia/Darwin'],
	['Cen. Australia', 'Australia/Adelaide'],
	['E. Australia', 'Australia/Brisbane'],
	['AUS Eastern', 'Australia/Sydney'],
	['West Pacific', 'Pacific/Port_Moresby'],
	['Central Pacific', 'Pacific/Guadalcanal'],
	['New Zealand', 'Pacific/Auckland'],
	['Tonga', 'Pacific/Tongatapu'],
];

const zones = [{ name: 'UTC', place: 'UTC' }, ...usual.map(([name, place]) => ({ name: `${name} Standard Time`, place }))];

/** True for a name that Windows gives or may give to a zone: the service knows more of them than are listed here. */
export function isTimeZone(name: string): boolean {
	return /^(UTC([+-]\d\d)?|[A-Z][\w. -]* Standard Time( \(Mexico\))?|Russia Time Zone \d+)$/.test(name);
}

/** The usual zones from west to east. @param now ms since the epoch */
export function timeZones(now: number): readonly { readonly value: string; readonly name: string }[] {
	return zones
		.map((zone) => ({ ...zone, offset: offsetOf(zone.place, now) }))
		.sort((a, b) => minutes(a.offset) - minutes(b.offset))
		.map(({ name, place, offset }) => ({
			value: name,
			name: `(UTC${offset}) ${[name, place.split('/').at(-1)?.replaceAll('_', ' ')].filter((it) => it !== 'UTC').join(', ') || 'UTC'}`,
		}));
}

/**
 * Windows' name of a zone of Intl's: one that keeps the same time through the coming year.
 * @param now ms since the epoch
 * @returns undefined where none of the usual ones does
 */
export function windowsZone(place: string, now: number): string | undefined {
	const named = zones.find((zone) => zone.place === place);
	if (named !== undefined) return named.name;
	const moments = [0, 91, 182, 273].map((days) => now + days * 86_400_000);
	const times = (of: string) => moments.map((at) => offsetOf(of, at)).join();
	try {
		const own = times(place);
		return zones.find((zone) => times(zone.place) === own)?.name;
	} catch (error) {
		// Intl does not know the place.
		if (error instanceof RangeError) return undefined;
		throw error;
	}
}

/** `+02:00`; empty at UTC. */
function offsetOf(place: string, at: number): string {
	const format = new Intl.DateTimeFormat('en', { timeZone: place, timeZoneName: 'longOffset' });
	return (
		format
			.formatToParts(at)
			.find(({ type }) => type === 'timeZoneName')
			?.value.replace('GMT', '') ?? ''
	);
}

function minutes(offset: string): number {
	const [, sign, hours, rest] = /^([+-])(\d+):(\d+)$/.exec(offset) ?? [];
	const total = Number(hours ?? 0) * 60 + Number(rest ?? 0);
	return sign === '-' ? -total : total;
}
