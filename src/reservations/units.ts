/** How many units a reservation has, as far as that is told. */
import * as l10n from '@vscode/l10n';

/** @returns undefined for nothing, and for 0, which kept files have of reservations whose units were not told: none has less than one */
export function unitsFrom(told: number | null | undefined): number | undefined {
	return told === null || told === 0 ? undefined : told;
}

/** For a text that is kept or sent. */
export function unitsText(units: number | undefined): string {
	return units === undefined ? l10n.t('not told by Azure') : String(units);
}

/** What several have together; undefined where one of them is not told, as the rest is no sure figure. */
export function sumOfUnits(units: readonly (number | undefined)[]): number | undefined {
	return units.reduce<number | undefined>((sum, it) => (sum === undefined || it === undefined ? undefined : sum + it), 0);
}

/** Units of several reservations: the sum of those that are told, and how many reservations have none told. */
export interface UnitSum {
	readonly units: number;
	readonly untold: number;
}
